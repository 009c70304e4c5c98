/*
 * detect_slice.c — a loop that stores one value, or a copy, into consecutive or strided
 * places.
 *
 *     for m in range(p * p, n + 1, p):          for i in range(len(src)):
 *         flags[m] = False                          dst[i] = src[i]
 *
 * node = the For; anchors[0] = the Name that is stored into, [1] = the value: a constant, a
 * name, the loop variable, or source[variable].
 *
 * Conditions and why each is needed:
 *  - single_store: nothing else happens in the loop, so no order of effects can be seen.
 *  - value_invariant: a slice assignment takes its values before it stores the first one.
 *    Element i of a copy is read before element i is stored; no other element matters, also
 *    when both names mean one list.
 *  - variable_dead: the loop variable has no value afterwards that anybody could read.
 *  - no_finalizer: the old elements die in another order; only code that runs then could tell.
 *  - list_exact, range_inside: a subclass or another container stores in its own way; a store
 *    out of range raises after the stores before it. Both are tested at run time.
 */
#include "analyze_internal.h"

/* ---- shape --------------------------------------------------------------------------- */

static uint32_t only_child(const struct py_tree *t, uint32_t node, enum py_field field)
{
    uint32_t child = py_child(t, node, field);

    return child && py_next_in(t, node, child) == PY_NO_NODE ? child : PY_NO_NODE;
}

/* The Name x in x[variable]; 0 when the node is something else. */
static uint32_t element_of(const struct py_tree *t, uint32_t node, uint32_t variable)
{
    uint32_t owner = py_child(t, node, PY_F_value), index = py_child(t, node, PY_F_slice);
    bool match = t->nodes[node].kind == PY_Subscript && t->nodes[owner].kind == PY_Name &&
                 t->nodes[index].kind == PY_Name &&
                 t->nodes[index].name == t->nodes[variable].name &&
                 t->nodes[owner].name != t->nodes[variable].name;

    return match ? owner : PY_NO_NODE;
}

static bool is_forward_range(struct job *job, uint32_t call)
{
    const struct py_tree *t = py_tree(job->module);
    uint32_t count = 0, step = 0;
    int64_t value;

    if (t->nodes[call].kind != PY_Call || py_child(t, call, PY_F_keywords) ||
        !py_is_builtin(job->module, py_child(t, call, PY_F_func), S("range")))
        return false;
    for (uint32_t a = py_child(t, call, PY_F_args); a; a = py_next_in(t, call, a)) {
        if (t->nodes[a].kind == PY_Starred)
            return false;
        step = ++count == 3 ? a : 0;
    }
    if (count < 1 || count > 3 || (step && t->nodes[step].kind == PY_UnaryOp))
        return false;
    return !step || !py_int_value(t, step, &value) || value > 0;
}

static bool is_constant(const struct py_tree *t, uint32_t node)
{
    if (t->nodes[node].kind == PY_UnaryOp && t->nodes[node].op == PY_USUB) {
        uint32_t operand = py_first(t, node);

        return t->nodes[operand].kind == PY_Constant &&
               (t->nodes[operand].op == PY_CONST_INT || t->nodes[operand].op == PY_CONST_FLOAT);
    }
    return t->nodes[node].kind == PY_Constant;
}

static bool mentions_finalizers(struct job *job)
{
    static const char *const names[] = {
        "__del__", "weakref", "open", "socket", "Popen", NULL
    };

    return mentions_any(job, names);
}

/* ---- findings ------------------------------------------------------------------------ */

static void push(struct job *job, const struct py_loop *l, uint32_t list, uint32_t value)
{
    struct finding *f = finding_begin(job, PATTERN_slice_assignment, l->node);

    f->anchors[0] = list;
    f->anchors[1] = value;
    finding_proved(job, f, S("single_store"), f->line + 1,
                   S("the store is all that the loop does"));
    finding_proved(job, f, S("value_invariant"), f->line + 1,
                   S("the value does not depend on what the loop stores elsewhere"));
    finding_proved(job, f, S("variable_dead"), f->line,
                   S("nothing reads the loop variable after the loop"));
    finding_proved(job, f, S("no_finalizer"), 0,
                   S("nothing in the module can run when an old element dies"));
    if (py_type_within(py_type_of(job->facts, list), PY_T_LIST))
        finding_proved(job, f, S("list_exact"), f->line + 1, S("inferred type"));
    else
        finding_needs(job, f, S("list_exact"), CERTAINTY_NEEDS_GUARD, f->line + 1,
                      S("the exact type is checked before the slice is assigned"));
    finding_needs(job, f, S("range_inside"), CERTAINTY_NEEDS_GUARD, f->line,
                  S("the range is compared with the length before the slice is assigned"));
    f->benefit = (struct benefit){ .work = py_work(job->facts, l->node),
                                   .trip_count = l->trips,
                                   .speedup = 8,
                                   .model = S("one store per element → one memory copy") };
    finding_end(f);
}

static void consider(struct job *job, const struct py_loop *l)
{
    const struct py_tree *t = py_tree(job->module);
    uint32_t store = only_child(t, l->node, PY_F_body), target, list, value, source;
    struct py_type type;

    if (t->nodes[l->node].kind != PY_For || py_child(t, l->node, PY_F_orelse) ||
        t->nodes[l->target].kind != PY_Name || t->nodes[store].kind != PY_Assign ||
        !is_forward_range(job, l->iterable) || !is_private_local(job, l->target) ||
        py_name_in(&l->live_out, t->nodes[l->target].name))
        return;
    target = only_child(t, store, PY_F_targets);
    list = element_of(t, target, l->target);
    value = py_child(t, store, PY_F_value);
    source = element_of(t, value, l->target);
    if (!list || !(is_constant(t, value) || t->nodes[value].kind == PY_Name || source))
        return;
    type = py_type_of(job->facts, list);
    if (!(type.is & PY_T_LIST) ||
        (source && !(py_type_of(job->facts, source).is & PY_T_LIST)) ||
        ((type.item & PY_T_OBJECT) && mentions_finalizers(job)))
        return;
    push(job, l, list, value);
}

static void detect(struct job *job)
{
    for (uint32_t i = 0; i < py_loop_count(job->facts); i++)
        consider(job, py_loop(job->facts, i));
}

const struct detector detect_slice = { .pattern = PATTERN_slice_assignment, .detect = detect };

/*
 * induction.c — induction variables of a loop (Muchnick 14.1; Kennedy & Allen 4.5): variables whose
 * value follows from the number of the iteration.
 *
 *   the counter of a header   for i in range(a, b, s): i = a + s * number; enumerate likewise
 *   a basic one               `i += s` once in every iteration, s loop-invariant, i exactly int
 *
 * "Once in every iteration": the only assignment in the loop is a statement of its body, with no
 * `continue` of the same loop in front of it. What the variable holds when the loop begins is known
 * when one definition reaches it from outside, and that assigns a constant (defuse.c).
 */
#include "elements.h"

static bool is_call_of(struct py_facts *f, uint32_t call, str name)
{
    return f->tree->nodes[call].kind == PY_Call &&
           py_is_builtin(f->module, py_child(f->tree, call, PY_F_func), name) &&
           py_child(f->tree, call, PY_F_keywords) == PY_NO_NODE;
}

/* A `continue` of this loop stands before the statement. */
static bool may_be_skipped(const struct py_tree *t, uint32_t loop, uint32_t statement)
{
    for (uint32_t i = loop + 1; i < statement; i++) {
        uint32_t n = t->nodes[i].parent;

        if (t->nodes[i].kind != PY_Continue)
            continue;
        while (!is_loop_kind((enum py_kind) t->nodes[n].kind))
            n = t->nodes[n].parent;
        if (n == loop)
            return true;
    }
    return false;
}

uint32_t induction_step(struct py_facts *f, const struct py_loop *l, uint32_t name)
{
    const struct py_tree *t = f->tree;
    uint32_t store = 0, statement;

    for (uint32_t i = l->node + 1; i < t->nodes[l->node].extent; i++) {
        if (t->nodes[i].name != name || t->nodes[i].kind == PY_Attribute || t->nodes[i].kind == PY_keyword ||
            (t->nodes[i].kind == PY_Name && t->nodes[i].op == PY_LOAD))
            continue;
        if (store != 0 || t->nodes[i].kind != PY_Name)
            return 0;
        store = i;
    }
    statement = store ? t->nodes[store].parent : 0;
    if (store == 0 || t->nodes[statement].kind != PY_AugAssign || t->nodes[statement].parent != l->node ||
        t->nodes[statement].field != PY_F_body ||
        (t->nodes[statement].op != PY_ADD && t->nodes[statement].op != PY_SUB) ||
        py_binding(f->module, store) == UINT32_MAX || py_is_rebound_elsewhere(f, py_binding(f->module, store)) ||
        may_be_skipped(t, l->node, statement) ||
        !py_loop_invariant(f, l, py_child(t, statement, PY_F_value)) ||
        !py_type_within(py_type_of(f, py_child(t, statement, PY_F_value)), PY_T_INT) ||
        !py_type_within(py_type_of(f, store), PY_T_INT | PY_T_BOOL))
        return 0;
    return statement;
}

/* The value of the one assignment that reaches the loop from outside, 0 when there may be others. */
static uint32_t entry_value(struct py_facts *f, uint32_t statement)
{
    const struct py_tree *t = f->tree;
    uint32_t store = py_child(t, statement, PY_F_target), found = 0;
    struct py_reaching r = py_reaching_definitions(f, store);

    for (uint32_t i = 0; i < r.definitions.count; i++) {
        if (r.definitions.items[i] == store)
            continue;
        if (found != 0)
            return 0;
        found = r.definitions.items[i];
    }
    if (found == 0 || r.unbound || r.elsewhere || t->nodes[t->nodes[found].parent].kind != PY_Assign ||
        t->nodes[found].field != PY_F_targets)
        return 0;
    return py_child(t, t->nodes[found].parent, PY_F_value);
}

bool induction_value(struct py_facts *f, const struct py_loop *l, uint32_t use, struct induction_value *ret)
{
    const struct py_tree *t = f->tree;
    uint32_t statement = l->kind == PY_LOOP_FOR ? induction_step(f, l, t->nodes[use].name) : 0, entry;

    if (statement == 0 || !py_int_value(t, py_child(t, statement, PY_F_value), &ret->step) ||
        py_function_of(t, use) != py_function_of(t, l->node) || py_inside(t, use, statement) ||
        py_binding(f->module, use) != py_binding(f->module, py_child(t, statement, PY_F_target)))
        return false;
    if (t->nodes[statement].op == PY_SUB)
        ret->step = -ret->step;
    ret->ahead = use > statement;
    entry = entry_value(f, statement);
    ret->start_known = entry != 0 && py_int_value(t, entry, &ret->start);
    return true;
}

/* ---- for reports ------------------------------------------------------------------------ */

static void add(struct py_facts *f, struct py_loop *l, uint32_t node, str start, str step)
{
    *VEC_PUSH(f->arena, &l->induction) = (struct py_induction){
        .name = f->tree->nodes[node].name, .node = node, .start = start, .step = step
    };
}

static void add_header(struct py_facts *f, struct py_loop *l)
{
    const struct py_tree *t = f->tree;
    uint32_t first = py_child(t, l->iterable, PY_F_args), second = first ? py_next_in(t, l->iterable, first) : 0;
    uint32_t third = second ? py_next_in(t, l->iterable, second) : 0, counter = py_first(t, l->target);

    if (is_call_of(f, l->iterable, S("range")) && t->nodes[l->target].kind == PY_Name)
        add(f, l, l->target, second ? py_text(t, first) : S("0"), third ? py_text(t, third) : S("1"));
    else if (is_call_of(f, l->iterable, S("enumerate")) && t->nodes[l->target].kind == PY_Tuple && counter &&
             t->nodes[counter].kind == PY_Name)
        add(f, l, counter, second ? py_text(t, second) : S("0"), S("1"));
}

void collect_inductions(struct py_facts *f, struct py_loop *l)
{
    const struct py_tree *t = f->tree;

    if (l->target != 0 && l->iterable != 0)
        add_header(f, l);
    for (uint32_t i = 0; l->kind != PY_LOOP_COMPREHENSION && i < l->exposed.count; i++) {
        uint32_t statement = induction_step(f, l, l->exposed.items[i]), entry;
        str step;

        if (statement == 0)
            continue;
        entry = entry_value(f, statement);
        step = py_text(t, py_child(t, statement, PY_F_value));
        if (t->nodes[statement].op == PY_SUB)
            step = arena_printf(f->arena, "-%.*s", STR_ARG(step));
        add(f, l, py_child(t, statement, PY_F_target), entry && t->nodes[entry].kind == PY_Constant ? py_text(t, entry) : S(""),
            step);
    }
}

/*
 * detect_set_membership.c — `x in items` in a loop, where items is a list that does not change.
 *
 * node = the outermost loop in which the container is invariant; anchors[0] = the first Compare,
 * [1] = the container expression, [2] = the statement that binds it, when there is exactly one;
 * sites = all Compares with that container in the loop: one table answers them.
 *
 * Conditions and why each is needed:
 *  - container_invariant: the table made before the loop must stay what the list is.
 *  - container_is_list: tables of what is already hashed gain nothing; other types have their
 *    own meaning of `in` (substring, user-defined).
 *  - elements_hashable, probe_hashable: hash() of a list raises, hash() of a user's object runs
 *    its code and may disagree with ==. Scalars and flat tuples of scalars are safe.
 * Also `x in list(d)` and `x in list(d.keys())`, built anew for each test: there the container
 * expression is the call, and dict_exact takes the place of container_is_list.
 */
#include "analyze_internal.h"
#include "hasten/iteration.h"

#define PLAIN (PY_T_NONE | PY_T_BOOL | PY_T_INT | PY_T_FLOAT | PY_T_STR)
#define HASHED (PY_T_SET | PY_T_FROZENSET | PY_T_DICT | PY_T_RANGE | PY_T_STR | PY_T_BYTES)

/* d in list(d), list(d.keys()), d.keys(); 0 otherwise */
static uint32_t listed_dict(struct job *job, uint32_t call)
{
    const struct py_tree *t = py_tree(job->module);
    uint32_t func = py_child(t, call, PY_F_func), argument = py_child(t, call, PY_F_args);

    if (t->nodes[call].kind != PY_Call)
        return 0;
    if (t->nodes[func].kind == PY_Attribute)
        return str_equal(py_name(t, func), S("keys")) && argument == PY_NO_NODE
                   ? py_child(t, func, PY_F_value) : 0;
    if (!py_is_builtin(job->module, func, S("list")) || argument == PY_NO_NODE)
        return 0;
    if (t->nodes[argument].kind == PY_Call)
        return listed_dict(job, argument);
    return t->nodes[argument].kind == PY_Name ? argument : 0;
}

const struct py_loop *outermost_invariant(struct job *job, uint32_t node, uint32_t container)
{
    const struct py_tree *t = py_tree(job->module);
    const struct py_loop *found = NULL;

    for (uint32_t n = t->nodes[node].parent; n != 0; n = t->nodes[n].parent) {
        const struct py_loop *l = py_loop_at(job->facts, n);
        enum py_kind k = (enum py_kind) t->nodes[n].kind;

        if (k == PY_FunctionDef || k == PY_AsyncFunctionDef || k == PY_Lambda || k == PY_ClassDef)
            break;
        if (l == NULL)
            continue;
        if (l->iterable && py_inside(t, node, l->iterable))
            continue; /* evaluated once, before the loop */
        if (!py_loop_invariant(job->facts, l, container))
            break;
        found = l;
    }
    return found;
}

static uint32_t binding_statement(struct job *job, uint32_t name)
{
    const struct py_tree *t = py_tree(job->module);
    uint32_t symbol = py_binding(job->module, name), found = 0;

    for (uint32_t i = 1; symbol != UINT32_MAX && i < t->count; i++) {
        if (t->nodes[i].kind != PY_Name || t->nodes[i].op == PY_LOAD ||
            t->nodes[i].name != t->nodes[name].name || py_binding(job->module, i) != symbol)
            continue;
        if (found != 0)
            return 0;
        found = py_statement_of(t, i);
    }
    return found;
}

static void hashable(struct job *job, struct finding *f, str name, struct py_type type, bool items,
                     uint32_t line)
{
    py_types bits = items ? type.item : type.is;
    str text = py_type_text(type, job->arena);

    if (bits != 0 && (bits & ~PLAIN) == 0)
        finding_proved(job, f, name, line, arena_printf(job->arena, "inferred type: %.*s", STR_ARG(text)));
    else
        finding_needs(job, f, name, CERTAINTY_NEEDS_GUARD, line,
                      S("exact types are checked before the table is used"));
}

/* The finding for the same container, written the same way, in the same loop. */
static struct finding *finding_of(struct job *job, const struct py_loop *l, uint32_t container)
{
    const struct py_tree *t = py_tree(job->module);

    for (uint32_t i = 0; i < job->findings.opportunities.count; i++) {
        struct finding *f = &job->findings.opportunities.items[i];

        if (f->pattern == PATTERN_set_membership && f->node == l->node &&
            str_equal(py_text(t, f->anchors[1]), py_text(t, container)))
            return f;
    }
    return NULL;
}

static void add_test(struct job *job, struct finding *f, uint32_t compare)
{
    const struct py_tree *t = py_tree(job->module);
    struct py_type probe = py_type_of(job->facts, py_child(t, compare, PY_F_left));

    *VEC_PUSH(job->arena, &f->sites) = compare;
    f->benefit.work += py_work(job->facts, compare);
    if (py_type_within(probe, PLAIN))
        return;
    for (uint32_t i = 0; i < f->conditions.count; i++)
        if (str_equal(f->conditions.items[i].name, S("probe_hashable")) && f->conditions.items[i].holds)
            f->conditions.items[i] = (struct condition){
                .name = S("probe_hashable"), .needs = CERTAINTY_NEEDS_GUARD,
                .evidence_line = py_line(t, compare),
                .why = S("exact types are checked before the table is used"),
            };
    finding_end(f);
}

static void push(struct job *job, const struct py_loop *l, uint32_t compare, uint32_t container,
                 uint32_t dict)
{
    const struct py_tree *t = py_tree(job->module);
    struct finding *f = finding_of(job, l, container);

    if (f != NULL) {
        add_test(job, f, compare);
        return;
    }
    f = finding_begin(job, PATTERN_set_membership, l->node);
    *VEC_PUSH(job->arena, &f->sites) = compare;
    struct py_type type = py_type_of(job->facts, dict ? dict : container);
    struct py_type probe = py_type_of(job->facts, py_child(t, compare, PY_F_left));
    uint32_t line = py_line(t, compare);
    const struct py_effect *soft = py_first_soft(&l->effects);

    f->anchors[0] = compare;
    f->anchors[1] = container;
    if (t->nodes[container].kind == PY_Name)
        f->anchors[2] = binding_statement(job, container);
    if (soft != NULL && !py_type_within(type, PY_T_BUILTIN))
        finding_needs(job, f, S("container_invariant"), CERTAINTY_NEEDS_TEST, soft->line,
                      S("nothing visible in the loop changes it, but values of unknown type are used"));
    else
        finding_proved(job, f, S("container_invariant"), py_line(t, l->node),
                       S("nothing in the loop changes the name or the contents"));
    if (py_type_within(type, dict ? PY_T_DICT : PY_T_LIST | PY_T_TUPLE))
        finding_proved(job, f, dict ? S("dict_exact") : S("container_is_list"), line, S("inferred type"));
    else
        finding_needs(job, f, dict ? S("dict_exact") : S("container_is_list"), CERTAINTY_NEEDS_GUARD, line,
                      S("the exact type is checked before the table is made"));
    if (dict) {
        type.item = type.key;
        type.item2 = 0;
    }
    hashable(job, f, S("elements_hashable"), type, true, line);
    hashable(job, f, S("probe_hashable"), probe, false, line);
    claim_iteration(job, f, l->node, dict ? dict : container, py_unreachable(job->facts, dict ? dict : container));
    f->benefit = (struct benefit){ .work = py_work(job->facts, compare), .trip_count = l->trips,
                                   .speedup = 50, .model = S("O(n*m) → O(n+m)") };
    finding_end(f);
}

/* A short display that nothing extends: scanning it is as fast as hashing. */
static bool stays_short(struct job *job, uint32_t container)
{
    const struct py_tree *t = py_tree(job->module);
    uint32_t statement = binding_statement(job, container);
    uint32_t value = statement ? py_child(t, statement, PY_F_value) : PY_NO_NODE;
    uint32_t symbol = py_binding(job->module, container);

    if (value == PY_NO_NODE || t->nodes[statement].kind != PY_Assign ||
        (t->nodes[value].kind != PY_List && t->nodes[value].kind != PY_Tuple) ||
        py_count_in(t, value, PY_F_elts) == 0 || py_count_in(t, value, PY_F_elts) > 8)
        return false;
    for (uint32_t i = 1; i < t->count; i++)
        if (t->nodes[i].kind == PY_Name && t->nodes[i].name == t->nodes[container].name &&
            t->nodes[t->nodes[i].parent].kind == PY_Attribute && py_binding(job->module, i) == symbol)
            return false;
    return true;
}

/* A list, or a set where that answers the same: somebody, or this very rewriting, has seen to it. */
static bool is_made_for_this(struct py_type type)
{
    return (type.is & (PY_T_SET | PY_T_FROZENSET)) && !(type.is & PY_T_OBJECT);
}

static void consider(struct job *job, uint32_t compare)
{
    const struct py_tree *t = py_tree(job->module);
    uint32_t op = py_child(t, compare, PY_F_ops), container = py_child(t, compare, PY_F_comparators);
    uint32_t dict = listed_dict(job, container);
    const struct py_loop *l;
    struct py_type type;

    if (py_count_in(t, compare, PY_F_comparators) != 1 ||
        (t->nodes[op].op != PY_IN && t->nodes[op].op != PY_NOTIN))
        return;
    if (t->nodes[dict ? dict : container].kind != PY_Name)
        return;
    type = py_type_of(job->facts, dict ? dict : container);
    if (dict ? !(type.is & (PY_T_DICT | PY_T_OBJECT)) || t->nodes[py_child(t, container, PY_F_func)].kind == PY_Attribute
             : !(type.is & (PY_T_LIST | PY_T_TUPLE)) || is_made_for_this(type))
        return;
    if (!dict && (type.is & PY_T_LIST) && (type.item & ~PY_T_ANY) == 0 && type.item != 0 &&
        (type.item & (PLAIN | PY_T_TUPLE | PY_T_OBJECT)) == 0)
        return; /* items that can never be hashed */
    l = outermost_invariant(job, compare, dict ? dict : container);
    if (l != NULL && (dict || !stays_short(job, container)))
        push(job, l, compare, container, dict);
}

static void detect(struct job *job)
{
    const struct py_tree *t = py_tree(job->module);

    for (uint32_t i = 1; i < t->count; i++)
        if (t->nodes[i].kind == PY_Compare)
            consider(job, i);
}

const struct detector detect_set_membership = { .pattern = PATTERN_set_membership, .detect = detect };

/*
 * detect_dict_index.c — xs.count(x) or xs.index(x) in a loop, where xs is a list that does not
 * change.
 *
 * node = the outermost loop in which the list is invariant; anchors[0] = the Call, [1] = the
 * Name of the list, [2] = the item that is asked for.
 *
 * Conditions and why each is needed:
 *  - container_invariant: the table made before the loop must stay what the list is.
 *  - container_is_list: count and index of other types mean other things (substrings, user
 *    code).
 *  - items_plain, probe_plain: a list compares, a table hashes first. For exact int, float,
 *    bool, str and None both agree: 1, 1.0 and True are equal and hash alike, NaN is found by
 *    identity.
 *  - identity_unused: the list makes a new int for each answer, the table gives the same one.
 */
#include "analyze_internal.h"
#include "hasten/iteration.h"

#define PLAIN (PY_T_NONE | PY_T_BOOL | PY_T_INT | PY_T_FLOAT | PY_T_STR)

static void plain_condition(struct job *job, struct finding *f, str name, py_types bits,
                            uint32_t line)
{
    if (bits != 0 && (bits & ~PLAIN) == 0)
        finding_proved(job, f, name, line, S("inferred type"));
    else
        finding_needs(job, f, name, CERTAINTY_NEEDS_GUARD, line,
                      S("exact types are checked before the table is used"));
}

static void push(struct job *job, const struct py_loop *l, uint32_t call, uint32_t list)
{
    const struct py_tree *t = py_tree(job->module);
    const struct py_effect *soft = py_first_soft(&l->effects);
    struct finding *f = finding_begin(job, PATTERN_dict_index, l->node);
    uint32_t line = py_line(t, call), probe = py_child(t, call, PY_F_args);

    f->anchors[0] = call;
    f->anchors[1] = list;
    f->anchors[2] = probe;
    if (soft != NULL)
        finding_needs(
            job, f, S("container_invariant"), CERTAINTY_NEEDS_TEST, soft->line,
            S("nothing visible in the loop changes it, but values of unknown type are used"));
    else
        finding_proved(job, f, S("container_invariant"), f->line,
                       S("nothing in the loop changes the name or the contents"));
    if (py_type_within(py_type_of(job->facts, list), PY_T_LIST | PY_T_TUPLE))
        finding_proved(job, f, S("container_is_list"), line, S("inferred type"));
    else
        finding_needs(job, f, S("container_is_list"), CERTAINTY_NEEDS_GUARD, line,
                      S("the exact type is checked before the table is made"));
    finding_proved(job, f, S("identity_unused"), 0,
                   S("the module compares no objects by identity"));
    plain_condition(job, f, S("items_plain"), py_type_of(job->facts, list).item, line);
    plain_condition(job, f, S("probe_plain"), py_type_of(job->facts, probe).is, line);
    claim_iteration(job, f, l->node, list, py_unreachable(job->facts, list));
    f->benefit = (struct benefit){ .work = py_work(job->facts, l->node),
                                   .trip_count = l->trips,
                                   .speedup = 20,
                                   .model = S("O(n*m) → O(n+m)") };
    finding_end(f);
}

/* table[x] if x in table else xs.count(x): the table is there already. */
static bool is_fallback(const struct py_tree *t, uint32_t call)
{
    uint32_t parent = t->nodes[call].parent;

    return t->nodes[parent].kind == PY_IfExp && t->nodes[call].field == PY_F_orelse &&
           t->nodes[py_child(t, parent, PY_F_body)].kind == PY_Subscript;
}

/* Counting in a text pays for one character at a time; finding one in a short text is as fast as a table. */
static bool is_text_counted(struct job *job, struct py_type type, uint32_t method, uint32_t probe)
{
    const struct py_tree *t = py_tree(job->module);

    return type.is == PY_T_STR && str_equal(py_name(t, method), S("count")) && t->nodes[probe].kind == PY_Name;
}

static void consider(struct job *job, uint32_t call)
{
    const struct py_tree *t = py_tree(job->module);
    uint32_t method = py_child(t, call, PY_F_func), probe = py_child(t, call, PY_F_args);
    uint32_t list = py_child(t, method, PY_F_value);
    const struct py_loop *l;
    struct py_type type;

    if (t->nodes[method].kind != PY_Attribute || t->nodes[list].kind != PY_Name ||
        (!str_equal(py_name(t, method), S("count")) &&
         !str_equal(py_name(t, method), S("index"))))
        return;
    if (!probe || py_next(t, call, probe) || t->nodes[probe].kind == PY_Starred ||
        is_fallback(t, call))
        return;
    type = py_type_of(job->facts, list);
    if (is_text_counted(job, type, method, probe))
        type = (struct py_type){ .is = PY_T_LIST, .item = PY_T_STR };
    if (!(type.is & (PY_T_LIST | PY_T_TUPLE)) ||
        (type.item != 0 && !(type.item & (PLAIN | PY_T_OBJECT))))
        return; /* of another kind, or with items that can never be hashed safely */
    l = outermost_invariant(job, call, list);
    if (l != NULL)
        push(job, l, call, list);
}

static void detect(struct job *job)
{
    const struct py_tree *t = py_tree(job->module);

    if (compares_identity(job))
        return;
    for (uint32_t i = 1; i < t->count; i++)
        if (t->nodes[i].kind == PY_Call)
            consider(job, i);
}

const struct detector detect_dict_index = { .pattern = PATTERN_dict_index, .detect = detect };

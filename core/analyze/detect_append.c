/*
 * detect_append.c — a list that is copied whole for each item added to it.
 *
 *     words = words + [word]               words.append(word)
 *     items = items + page                 items.extend(page)
 *
 * node = the assignment; anchors[0] = the operand that is added; anchors[1] = the name of the list in it.
 *
 * Conditions and why each is needed:
 *  - own_list: the name is bound to new lists only and nothing else comes to name them, so nobody can see
 *    whether a list grew or was replaced by a longer one. What `list + x` gives for an x of a user's class is the
 *    class's affair: with operands of unknown type the differential test has to agree.
 *  - not_iterated: a loop over the list, or an iterator made of it, goes on over the old one when the name
 *    is bound anew, and would see the items when the list itself grows.
 *  - operand_is_list: list + tuple raises, extend() takes anything. Proved, or tested before.
 */
#include "analyze_internal.h"

static bool is_kind(const struct py_tree *t, uint32_t node, enum py_kind kind)
{
    return node && t->nodes[node].kind == kind;
}

/* xs = xs + e: the name in the sum, 0 when it is not that. */
static uint32_t grown_name(const struct py_tree *t, uint32_t statement)
{
    uint32_t target = py_child(t, statement, PY_F_targets), sum = py_child(t, statement, PY_F_value);
    uint32_t left = is_kind(t, sum, PY_BinOp) ? py_child(t, sum, PY_F_left) : 0;

    return is_kind(t, statement, PY_Assign) && py_count_in(t, statement, PY_F_targets) == 1 &&
                   is_kind(t, target, PY_Name) && is_kind(t, left, PY_Name) && t->nodes[sum].op == PY_ADD &&
                   t->nodes[left].name == t->nodes[target].name
               ? left : 0;
}

static bool mentions(struct job *job, uint32_t node, uint32_t name)
{
    const struct py_tree *t = py_tree(job->module);

    for (uint32_t n = node; node && n < t->nodes[node].extent; n++)
        if (is_kind(t, n, PY_Name) && t->nodes[n].name == t->nodes[name].name)
            return true;
    return false;
}

/* Around the statement: a loop at all, and none that runs over the list. */
static bool grows_in_loop(struct job *job, uint32_t statement, uint32_t name)
{
    const struct py_tree *t = py_tree(job->module);
    bool found = false;

    for (uint32_t n = t->nodes[statement].parent; n && n != py_function_of(t, statement); n = t->nodes[n].parent) {
        if (is_kind(t, n, PY_For) && mentions(job, py_child(t, n, PY_F_iter), name))
            return false;
        found = found || is_kind(t, n, PY_For) || is_kind(t, n, PY_While);
    }
    return found;
}

/* An iterator over the list can be kept: zip(xs, ys) that is no loop's header. */
static bool makes_iterator(struct job *job, uint32_t use)
{
    static const char *const makers[] = { "enumerate", "zip", "reversed", "iter", "map", "filter" };
    const struct py_tree *t = py_tree(job->module);
    uint32_t call = t->nodes[use].parent;

    for (size_t i = 0; is_kind(t, call, PY_Call) && i < ARRAY_LEN(makers); i++)
        if (py_is_builtin(job->module, py_child(t, call, PY_F_func), str_from(makers[i])))
            return !(is_kind(t, t->nodes[call].parent, PY_For) && t->nodes[call].field == PY_F_iter);
    return is_kind(t, t->nodes[t->nodes[use].parent].parent, PY_GeneratorExp);
}

static bool is_kept(struct job *job, uint32_t name)
{
    const struct py_tree *t = py_tree(job->module);
    uint32_t symbol = py_binding(job->module, name);

    for (uint32_t n = 1; n < t->count; n++)
        if (is_kind(t, n, PY_Name) && t->nodes[n].name == t->nodes[name].name && py_binding(job->module, n) == symbol &&
            makes_iterator(job, n))
            return true;
    return false;
}

static void consider(struct job *job, uint32_t statement)
{
    const struct py_tree *t = py_tree(job->module);
    uint32_t name = grown_name(t, statement), operand = py_child(t, py_child(t, statement, PY_F_value), PY_F_right);
    struct finding *f;
    bool proved;

    if (!name || mentions(job, operand, name) || !grows_in_loop(job, statement, name) || is_kept(job, name) ||
        !(py_type_of(job->facts, name).is & PY_T_LIST) || !is_own_object(job, name))
        return;
    proved = py_type_within(py_type_of(job->facts, name), PY_T_LIST);
    f = finding_begin(job, PATTERN_list_append, statement);
    f->anchors[0] = operand;
    f->anchors[1] = name;
    if (proved)
        finding_proved(job, f, S("own_list"), f->line, S("the name is bound to new lists that nothing else names"));
    else
        finding_needs(job, f, S("own_list"), CERTAINTY_NEEDS_TEST, f->line,
                      S("a user's __radd__ could give anything instead of a new list"));
    finding_proved(job, f, S("not_iterated"), f->line, S("no loop or iterator runs over the list meanwhile"));
    if (proved && py_type_within(py_type_of(job->facts, operand), PY_T_LIST))
        finding_proved(job, f, S("operand_is_list"), f->line, S("inferred type"));
    else
        finding_needs(job, f, S("operand_is_list"), CERTAINTY_NEEDS_GUARD, f->line,
                      S("the exact type is tested before"));
    f->benefit = (struct benefit){ .work = py_work(job->facts, statement), .speedup = 60,
                                   .model = S("O(n²) → O(n)") };
    finding_end(f);
}

static void detect(struct job *job)
{
    const struct py_tree *t = py_tree(job->module);

    for (uint32_t n = 1; n < t->count; n++)
        if (is_kind(t, n, PY_Assign))
            consider(job, n);
}

const struct detector detect_append = { .pattern = PATTERN_list_append, .detect = detect };

/*
 * detect_ranks.c — how many items of a list are smaller, or larger, counted anew for each of many values.
 *
 *     for other in times:                          rank += times_below(time)
 *         if other < time:
 *             rank += 1
 *     sum(1 for other in times if other < time)    times_below(time)
 *
 * node = the outermost loop in which the list keeps its items; anchors[0] = the For or the call of sum() or len(), [1] = the list's
 * Name, [2] = the Name of the value, [3] = the comparison.
 *
 * Conditions and why each is needed:
 *  - items_stay: the sorted copy has to hold what the list holds.
 *  - counter_is_int (shape): the counter is a local int, and no exception handler of the function can see it half way.
 *  - item_unused_after: a loop leaves its last item in its variable.
 *  - have_an_order: only numbers without NaN, or only strings, are sorted as they compare; guarded.
 */
#include "analyze_internal.h"
#include "hasten/iteration.h"

static bool is_kind(const struct py_tree *t, uint32_t node, enum py_kind kind)
{
    return node && t->nodes[node].kind == kind;
}

static bool same_name(const struct py_tree *t, uint32_t a, uint32_t b)
{
    return is_kind(t, a, PY_Name) && is_kind(t, b, PY_Name) && t->nodes[a].name == t->nodes[b].name;
}

struct count {
    uint32_t place, list, value, compare, item;
};

/* item < value, value > item, and the like; value is another name. */
static bool read_compare(const struct py_tree *t, uint32_t compare, struct count *c)
{
    uint32_t left = py_child(t, compare, PY_F_left), right = py_child(t, compare, PY_F_comparators);
    enum py_op op = (enum py_op) t->nodes[py_child(t, compare, PY_F_ops)].op;

    c->compare = compare;
    c->value = same_name(t, left, c->item) ? right : left;
    return is_kind(t, compare, PY_Compare) && py_count_in(t, compare, PY_F_ops) == 1 &&
           (op == PY_LT || op == PY_LTE || op == PY_GT || op == PY_GTE) && is_kind(t, c->value, PY_Name) &&
           !same_name(t, c->value, c->item) && (same_name(t, left, c->item) || same_name(t, right, c->item));
}

static bool is_one(const struct py_tree *t, uint32_t node)
{
    int64_t value;

    return py_int_value(t, node, &value) && value == 1;
}

/* An exception would leave the counter half way. */
static bool in_handler(const struct py_tree *t, uint32_t node)
{
    for (; node; node = t->nodes[node].parent)
        if (is_kind(t, node, PY_Try) || is_kind(t, node, PY_TryStar) || is_kind(t, node, PY_With))
            return true;
    return false;
}

/* for item in list: if item < value: count += 1 */
static bool read_loop(struct job *job, uint32_t loop, struct count *c)
{
    const struct py_tree *t = py_tree(job->module);
    uint32_t test = py_child(t, loop, PY_F_body), update = py_child(t, test, PY_F_body);
    uint32_t counter = py_child(t, update, PY_F_target);
    const struct py_loop *l = py_loop_at(job->facts, loop);

    c->place = loop;
    c->list = py_child(t, loop, PY_F_iter);
    c->item = py_child(t, loop, PY_F_target);
    return is_kind(t, test, PY_If) && !py_next_in(t, loop, test) && !py_child(t, test, PY_F_orelse) &&
           !py_child(t, loop, PY_F_orelse) && is_kind(t, update, PY_AugAssign) && !py_next_in(t, test, update) &&
           t->nodes[update].op == PY_ADD && is_kind(t, counter, PY_Name) && is_one(t, py_child(t, update, PY_F_value)) &&
           py_type_within(py_type_of(job->facts, counter), PY_T_INT) && is_private_local(job, counter) &&
           !in_handler(t, loop) && is_kind(t, c->list, PY_Name) &&
           is_kind(t, c->item, PY_Name) && read_compare(t, py_child(t, test, PY_F_test), c) &&
           !same_name(t, counter, c->value) && !py_name_in(&l->live_out, t->nodes[c->item].name);
}

/* sum(1 for item in list if item < value), len([item for item in list if item < value]) */
static bool read_call(struct job *job, uint32_t call, struct count *c)
{
    const struct py_tree *t = py_tree(job->module);
    uint32_t inner = py_child(t, call, PY_F_args), clause = py_child(t, inner, PY_F_generators);
    uint32_t element = py_child(t, inner, PY_F_elt), func = py_child(t, call, PY_F_func), test;
    bool sum = py_is_builtin(job->module, func, S("sum")), len = py_is_builtin(job->module, func, S("len"));

    if (py_count_in(t, call, PY_F_args) != 1 || py_child(t, call, PY_F_keywords) || !clause || py_next_in(t, inner, clause))
        return false;
    test = py_child(t, clause, PY_F_ifs);
    c->place = call;
    c->list = py_child(t, clause, PY_F_iter);
    c->item = py_child(t, clause, PY_F_target);
    return test && !py_next_in(t, clause, test) && is_kind(t, c->list, PY_Name) && is_kind(t, c->item, PY_Name) &&
           ((sum && (is_kind(t, inner, PY_GeneratorExp) || is_kind(t, inner, PY_ListComp)) && is_one(t, element)) ||
            (len && is_kind(t, inner, PY_ListComp) && same_name(t, element, c->item))) &&
           read_compare(t, test, c);
}

static const struct py_loop *outer_loop(struct job *job, const struct count *c)
{
    static const struct scan_path whole = { .count = 0 };
    const struct py_tree *t = py_tree(job->module);
    const struct py_loop *found = NULL;
    uint32_t def = py_function_of(t, c->place);

    for (uint32_t n = t->nodes[c->place].parent; n && n != def; n = t->nodes[n].parent) {
        const struct py_loop *l = py_loop_at(job->facts, n);
        bool grows = false;

        if (is_kind(t, n, PY_Lambda))
            return NULL;
        if (!l || (l->iterable && py_inside(t, c->place, l->iterable)))
            continue;
        if (py_name_in(&l->written, t->nodes[c->list].name) || !keys_stay(job, n, c->list, &whole, &grows) || grows)
            break;
        found = l;
    }
    return found;
}

static void consider(struct job *job, uint32_t node)
{
    const struct py_tree *t = py_tree(job->module);
    struct count c;
    const struct py_loop *outer;
    struct finding *f;

    if (!(is_kind(t, node, PY_For) ? read_loop : read_call)(job, node, &c) || same_name(t, c.list, c.value))
        return;
    outer = outer_loop(job, &c);
    if (!outer)
        return;
    f = finding_begin(job, PATTERN_sorted_ranks, outer->node);
    f->anchors[0] = c.place;
    f->anchors[1] = c.list;
    f->anchors[2] = c.value;
    f->anchors[3] = c.compare;
    f->line = py_line(t, c.place);
    if (py_first_soft(&outer->effects))
        finding_needs(job, f, S("items_stay"), CERTAINTY_NEEDS_TEST, py_first_soft(&outer->effects)->line,
                      S("nothing visible in the loop changes the list, but values of unknown type are used"));
    else
        finding_proved(job, f, S("items_stay"), f->line, S("nothing in the loop changes the items of the list"));
    finding_proved(job, f, S("item_unused_after"), f->line, S("the item's name is not read after the loop"));
    finding_needs(job, f, S("have_an_order"), CERTAINTY_NEEDS_GUARD, f->line,
                  S("the exact type of every item is checked before they are sorted"));
    claim_iteration(job, f, outer->node, c.list, py_unreachable(job->facts, c.list));
    f->benefit = (struct benefit){ .work = py_work(job->facts, c.place), .trip_count = outer->trips, .speedup = 50,
                                   .model = S("O(n*m) → O((n+m) log n)") };
    finding_end(f);
}

static void detect(struct job *job)
{
    const struct py_tree *t = py_tree(job->module);

    for (uint32_t n = 1; n < t->count; n++)
        if (is_kind(t, n, PY_For) || is_kind(t, n, PY_Call))
            consider(job, n);
}

const struct detector detect_ranks = { .pattern = PATTERN_sorted_ranks, .detect = detect };

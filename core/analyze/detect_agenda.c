/*
 * detect_agenda.c — a local list that is sorted again for each item that is taken from its front, or put into it.
 *
 *     while events:
 *         events.sort()
 *         time, machine = events.pop(0)
 *         …
 *         events.append((time + 20, machine))
 *
 * node = the loop in which it is sorted; anchors[0] = the sorting statement, `xs.sort(…)` or `xs = sorted(xs, …)`;
 * anchors[1] = a Name of the list; anchors[2] = its key, a lambda, or 0; sites = the statements that bind it to a new list, then those
 * that take items from its front.
 *
 * Also sorted_copy, of a list that grows and is sorted into another one in every round:
 *
 *     for value in values:
 *         seen.append(value)
 *         ordered = sorted(seen)
 *
 * node = the call; anchors[0] = the Name of the list in it; sites = the statements that bind it to a new list.
 *
 * Conditions and why each is needed:
 *  - own_list: the list is bound to new lists only, and nothing else comes to name it; no function inside sees it. So all
 *    that happens to it between two sorts is what stands here: items are appended at its end and taken from its front.
 *  - taken_at_most: how many can have been taken since the last sort is known: the loop sorts in a statement of its body, and
 *    each place that takes some stands behind it in that loop's body, in none inside. What is left of the sorted list is sorted.
 *  - not_sorted_in_vain: a comparison that raises leaves the list in any order. Where a handler may go on and come back to the
 *    sort, what is known of the list would not be true.
 *  - not_replaced, for `xs = sorted(xs)`: that leaves the old list as it is when a comparison raises, or a loop runs over it.
 *  - plain_items: comparing items of a user's class runs its code; a mutable one can change its place; NaN has none.
 *    Tested for what was appended, whenever the list would have been sorted.
 */
#include "analyze_internal.h"

struct agenda {
    struct job *job;
    const struct py_tree *t;
    uint32_t symbol, name; /* name: interned */
    uint32_t sort, loop;   /* the statement that sorts, the innermost loop around it */
    VEC(uint32_t) bindings, takers;
};

static bool is_use(const struct agenda *a, uint32_t node)
{
    return a->t->nodes[node].kind == PY_Name && a->t->nodes[node].name == a->name &&
           py_binding(a->job->module, node) == a->symbol;
}

static uint32_t innermost_loop(const struct agenda *a, uint32_t node)
{
    for (node = a->t->nodes[node].parent; node; node = a->t->nodes[node].parent) {
        enum py_kind k = (enum py_kind) a->t->nodes[node].kind;

        if (py_loop_at(a->job->facts, node))
            return node;
        if (k == PY_FunctionDef || k == PY_AsyncFunctionDef || k == PY_Lambda)
            return 0;
    }
    return 0;
}

/* ---- sorting ------------------------------------------------------------------------------ */

/* item[0], or a tuple of such: what it gives for a tuple never changes. */
static bool reads_positions(const struct py_tree *t, uint32_t body, uint32_t parameter)
{
    uint32_t base = py_child(t, body, PY_F_value), place = py_child(t, body, PY_F_slice);
    int64_t value;

    if (t->nodes[body].kind == PY_Tuple) {
        for (uint32_t e = py_first(t, body); e; e = py_next(t, body, e))
            if (t->nodes[e].kind != PY_Subscript || !reads_positions(t, e, parameter))
                return false;
        return py_first(t, body) != PY_NO_NODE;
    }
    return t->nodes[body].kind == PY_Subscript && t->nodes[base].kind == PY_Name &&
           t->nodes[base].name == t->nodes[parameter].name && t->nodes[place].kind == PY_Constant &&
           py_int_value(t, place, &value) && value >= 0;
}

static bool is_key(const struct py_tree *t, uint32_t lambda)
{
    uint32_t arguments = py_child(t, lambda, PY_F_args), parameter = py_first(t, arguments);

    return t->nodes[lambda].kind == PY_Lambda && parameter && t->nodes[parameter].extent == t->nodes[arguments].extent &&
           t->nodes[parameter].field == PY_F_args && reads_positions(t, py_child(t, lambda, PY_F_body), parameter);
}

/* The keywords are none, or a key that can be followed. */
static bool sorts_plainly(const struct py_tree *t, uint32_t call, uint32_t *ret_key)
{
    uint32_t keyword = py_child(t, call, PY_F_keywords);

    *ret_key = 0;
    if (!keyword)
        return true;
    *ret_key = py_child(t, keyword, PY_F_value);
    return !py_next_in(t, call, keyword) && str_equal(py_name(t, keyword), S("key")) && is_key(t, *ret_key);
}

/* The statement sorts the list of the agenda. */
static bool is_sort(const struct agenda *a, uint32_t statement, uint32_t *ret_key)
{
    const struct py_tree *t = a->t;
    uint32_t call = py_child(t, statement, PY_F_value), func = py_child(t, call, PY_F_func), target, argument;

    if (t->nodes[call].kind != PY_Call || !sorts_plainly(t, call, ret_key))
        return false;
    argument = py_child(t, call, PY_F_args);
    if (t->nodes[statement].kind == PY_Expr)
        return t->nodes[func].kind == PY_Attribute && str_equal(py_name(t, func), S("sort")) && !argument &&
               is_use(a, py_child(t, func, PY_F_value));
    target = py_child(t, statement, PY_F_targets);
    return t->nodes[statement].kind == PY_Assign && py_count_in(t, statement, PY_F_targets) == 1 && is_use(a, target) &&
           py_is_builtin(a->job->module, func, S("sorted")) && py_count_in(t, call, PY_F_args) == 1 && is_use(a, argument);
}

/* ---- uses ----------------------------------------------------------------------------------- */

static bool is_new_list(const struct agenda *a, uint32_t value)
{
    uint32_t func = py_child(a->t, value, PY_F_func);

    return a->t->nodes[value].kind == PY_List || a->t->nodes[value].kind == PY_ListComp ||
           (a->t->nodes[value].kind == PY_Call &&
            (py_is_builtin(a->job->module, func, S("list")) || py_is_builtin(a->job->module, func, S("sorted"))));
}

/* xs[2:] of the list itself. */
static bool is_rest(const struct agenda *a, uint32_t value)
{
    uint32_t slice = py_child(a->t, value, PY_F_slice), lower = py_child(a->t, slice, PY_F_lower);
    int64_t count;

    return a->t->nodes[value].kind == PY_Subscript && is_use(a, py_child(a->t, value, PY_F_value)) &&
           a->t->nodes[slice].kind == PY_Slice && lower && !py_child(a->t, slice, PY_F_upper) &&
           !py_child(a->t, slice, PY_F_step) && a->t->nodes[lower].kind == PY_Constant &&
           py_int_value(a->t, lower, &count) && count > 0 && count < 100;
}

static bool accept_store(struct agenda *a, uint32_t use)
{
    uint32_t statement = a->t->nodes[use].parent, value = py_child(a->t, statement, PY_F_value);

    if (statement == a->sort || (a->t->nodes[statement].kind == PY_AugAssign && a->t->nodes[statement].op == PY_ADD))
        return true; /* += extends the list itself */
    if (a->t->nodes[use].op != PY_STORE || a->t->nodes[statement].kind != PY_Assign ||
        py_count_in(a->t, statement, PY_F_targets) != 1)
        return false;
    if (is_rest(a, value))
        *VEC_PUSH(a->job->arena, &a->takers) = statement;
    else if (is_new_list(a, value))
        *VEC_PUSH(a->job->arena, &a->bindings) = statement;
    else
        return false;
    return true;
}

static bool is_pop_front(const struct py_tree *t, uint32_t call)
{
    uint32_t argument = py_child(t, call, PY_F_args);
    int64_t value;

    return argument && py_count_in(t, call, PY_F_args) == 1 && t->nodes[argument].kind == PY_Constant &&
           py_int_value(t, argument, &value) && value == 0;
}

static bool accept_method(struct agenda *a, uint32_t attribute)
{
    uint32_t call = a->t->nodes[attribute].parent;
    str method = py_name(a->t, attribute);

    if (a->t->nodes[call].kind != PY_Call || a->t->nodes[attribute].field != PY_F_func || py_child(a->t, call, PY_F_keywords))
        return a->t->nodes[call].kind == PY_Call && a->t->nodes[call].parent == a->sort;
    if (str_equal(method, S("pop")) && is_pop_front(a->t, call)) {
        *VEC_PUSH(a->job->arena, &a->takers) = call;
        return true;
    }
    return a->t->nodes[call].parent == a->sort || str_equal(method, S("append")) || str_equal(method, S("extend")) ||
           str_equal(method, S("count")) || str_equal(method, S("index")) || str_equal(method, S("copy"));
}

/* The use neither changes the list nor lets something else come to name it; else it is one of those that are known. */
static bool accept_use(struct agenda *a, uint32_t use)
{
    const struct py_node *parent = &a->t->nodes[a->t->nodes[use].parent];
    uint32_t op = py_child(a->t, a->t->nodes[use].parent, PY_F_ops);

    if (a->t->nodes[use].op != PY_LOAD)
        return accept_store(a, use);
    switch (parent->kind) {
    case PY_Attribute:
        return accept_method(a, a->t->nodes[use].parent);
    case PY_Return:
        return !finally_follows(a->t, a->t->nodes[use].parent);
    case PY_While: case PY_If:
        return true;
    case PY_UnaryOp:
        return parent->op == PY_NOT;
    case PY_BoolOp: /* its value may be the list */
        return a->t->nodes[a->t->nodes[use].parent].field == PY_F_test;
    case PY_Tuple:
        return a->t->nodes[parent->parent].kind == PY_Return && !finally_follows(a->t, parent->parent);
    case PY_Compare:
        return a->t->nodes[use].field == PY_F_comparators && py_count_in(a->t, a->t->nodes[use].parent, PY_F_ops) == 1 &&
               (a->t->nodes[op].op == PY_IN || a->t->nodes[op].op == PY_NOTIN);
    case PY_Subscript:
        return a->t->nodes[use].field == PY_F_value && parent->op == PY_LOAD;
    case PY_For:
        return a->t->nodes[use].field == PY_F_iter;
    case PY_Call:
        return parent->parent == a->sort || only_reads(a->job, use);
    default:
        return false;
    }
}

/* ---- findings --------------------------------------------------------------------------------- */

static void push(struct agenda *a, uint32_t name, uint32_t key)
{
    struct finding *f = finding_begin(a->job, PATTERN_sorted_queue, a->loop);

    f->anchors[0] = a->sort;
    f->anchors[1] = name;
    f->anchors[2] = key;
    for (uint32_t i = 0; i < a->bindings.count; i++)
        *VEC_PUSH(a->job->arena, &f->sites) = a->bindings.items[i];
    for (uint32_t i = 0; i < a->takers.count; i++)
        *VEC_PUSH(a->job->arena, &f->sites) = a->takers.items[i];
    finding_proved(a->job, f, S("own_list"), f->line, S("only new lists are bound to it, and nothing else names them"));
    finding_proved(a->job, f, S("taken_at_most"), f->line, S("how many items are taken between two sorts is known"));
    finding_proved(a->job, f, S("not_sorted_in_vain"), f->line, S("a sort that raises is the last one"));
    finding_proved(a->job, f, S("not_replaced"), f->line, S("no handler and no loop looks at the list as it was before it was sorted"));
    finding_needs(a->job, f, S("plain_items"), CERTAINTY_NEEDS_GUARD, f->line,
                  S("exact types of what was appended are tested whenever the list would be sorted"));
    f->benefit = (struct benefit){ .work = py_work(a->job->facts, a->loop), .speedup = 20,
                                   .model = S("O(n) → O(log n) per round") };
    finding_end(f);
}

/* The else branch of the loop runs without a sort in front of it when the loop has no round. */
static bool in_else(const struct agenda *a, uint32_t node)
{
    while (a->t->nodes[node].parent != a->loop)
        node = a->t->nodes[node].parent;
    return a->t->nodes[node].field != PY_F_body;
}

/* Items are added in the loop, and it is the same list in all its rounds. */
static bool grows_in_the_loop(const struct agenda *a)
{
    bool grows = false;

    for (uint32_t n = a->loop; n < a->t->nodes[a->loop].extent; n++) {
        const struct py_node *parent = &a->t->nodes[a->t->nodes[n].parent];

        if (is_use(a, n) && parent->kind == PY_Assign && a->t->nodes[n].op == PY_STORE)
            return false;
        grows |= is_use(a, n) && parent->kind == PY_Attribute && str_equal(py_name(a->t, a->t->nodes[n].parent), S("append"));
    }
    return grows;
}

static bool takes_in_the_loop(const struct agenda *a)
{
    for (uint32_t i = 0; i < a->takers.count; i++)
        if (innermost_loop(a, a->takers.items[i]) != a->loop || a->takers.items[i] < a->sort || in_else(a, a->takers.items[i]))
            return false;
    return (a->takers.count > 0 || grows_in_the_loop(a)) && a->t->nodes[a->sort].parent == a->loop && a->t->nodes[a->sort].field == PY_F_body;
}

/* A sort that raises ends the function, or a handler in the way does not lead back to it. */
static bool fails_once(const struct agenda *a)
{
    bool handled = false;

    for (uint32_t n = a->sort; n; n = a->t->nodes[n].parent) {
        enum py_kind k = (enum py_kind) a->t->nodes[n].kind;

        handled |= k == PY_Try || k == PY_TryStar || k == PY_With || k == PY_AsyncWith;
        if (handled && (k == PY_For || k == PY_AsyncFor || k == PY_While))
            return false;
        if (k == PY_FunctionDef || k == PY_AsyncFunctionDef)
            return true;
    }
    return true;
}

/* Nobody can still look at the list that `xs = sorted(xs)` replaces. */
static bool may_be_replaced(const struct agenda *a)
{
    for (uint32_t n = a->sort; n && a->t->nodes[a->sort].kind == PY_Assign; n = a->t->nodes[n].parent) {
        enum py_kind k = (enum py_kind) a->t->nodes[n].kind;
        uint32_t iterable = k == PY_For ? py_child(a->t, n, PY_F_iter) : 0;

        if (k == PY_Try || k == PY_TryStar || k == PY_With || k == PY_AsyncWith || k == PY_AsyncFor)
            return false;
        for (uint32_t i = iterable; iterable && i < a->t->nodes[iterable].extent; i++)
            if (is_use(a, i))
                return false;
    }
    return true;
}

static bool is_confined(struct job *job, uint32_t name)
{
    const struct py_scopes *scopes = py_scopes(job->module);
    uint32_t symbol = py_binding(job->module, name);

    return is_private_local(job, name) && !(scopes->symbols[symbol].flags & PY_SYM_PARAMETER) &&
           !scopes->scopes[scopes->symbols[symbol].scope].dynamic &&
           !is_bound_unnamed(job, scopes->scopes[scopes->symbols[symbol].scope].node, py_tree(job->module)->nodes[name].name);
}

/* The Name that an expression statement or an assignment would sort; 0 when it is something else. */
static uint32_t sorted_name(const struct py_tree *t, uint32_t statement)
{
    uint32_t call = py_child(t, statement, PY_F_value), func = py_child(t, call, PY_F_func);

    if (t->nodes[call].kind != PY_Call)
        return 0;
    return t->nodes[statement].kind == PY_Expr && t->nodes[func].kind == PY_Attribute ? py_child(t, func, PY_F_value)
           : t->nodes[statement].kind == PY_Assign                                   ? py_child(t, call, PY_F_args)
                                                                                      : 0;
}

static void consider(struct job *job, uint32_t statement)
{
    struct agenda a = { .job = job, .t = py_tree(job->module), .sort = statement };
    uint32_t name = sorted_name(a.t, statement), key;

    if (!name || a.t->nodes[name].kind != PY_Name || !is_confined(job, name))
        return;
    a.name = a.t->nodes[name].name;
    a.symbol = py_binding(job->module, name);
    a.loop = innermost_loop(&a, statement);
    if (!a.loop || !is_sort(&a, statement, &key))
        return;
    for (uint32_t n = 1; n < a.t->count; n++)
        if (is_use(&a, n) && !accept_use(&a, n))
            return;
    if (a.bindings.count && takes_in_the_loop(&a) && fails_once(&a) && may_be_replaced(&a))
        push(&a, name, key);
}

/* ---- copies ------------------------------------------------------------------------------------- */

/* sorted(xs) of a list that nothing but grows. */
static void consider_copy(struct job *job, uint32_t call)
{
    struct agenda a = { .job = job, .t = py_tree(job->module) };
    uint32_t name = py_child(a.t, call, PY_F_args);
    struct finding *f;

    if (!py_is_builtin(job->module, py_child(a.t, call, PY_F_func), S("sorted")) || py_count_in(a.t, call, PY_F_args) != 1 ||
        py_child(a.t, call, PY_F_keywords) || a.t->nodes[name].kind != PY_Name || !is_confined(job, name))
        return;
    a.name = a.t->nodes[name].name;
    a.symbol = py_binding(job->module, name);
    a.loop = innermost_loop(&a, call);
    if (!a.loop || !grows_in_the_loop(&a))
        return;
    for (uint32_t n = 1; n < a.t->count; n++)
        if (is_use(&a, n) && !accept_use(&a, n))
            return;
    if (!a.bindings.count || a.takers.count)
        return;
    f = finding_begin(job, PATTERN_sorted_copy, call);
    f->anchors[0] = name;
    for (uint32_t i = 0; i < a.bindings.count; i++)
        *VEC_PUSH(job->arena, &f->sites) = a.bindings.items[i];
    finding_proved(job, f, S("own_list"), f->line, S("only new lists are bound to it, and it does nothing but grow"));
    finding_needs(job, f, S("plain_items"), CERTAINTY_NEEDS_GUARD, f->line,
                  S("exact types of what was added are tested whenever the list would be sorted"));
    f->benefit = (struct benefit){ .work = py_work(job->facts, a.loop), .speedup = 20,
                                   .model = S("O(n log n) → O(n) pointers copied per round") };
    finding_end(f);
}

static void detect(struct job *job)
{
    const struct py_tree *t = py_tree(job->module);

    for (uint32_t n = 1; n < t->count; n++)
        if (t->nodes[n].kind == PY_Expr || t->nodes[n].kind == PY_Assign)
            consider(job, n);
        else if (t->nodes[n].kind == PY_Call)
            consider_copy(job, n);
}

const struct detector detect_agenda = { .pattern = PATTERN_sorted_queue, .detect = detect };

/*
 * detect_deque.c — a local list that is a queue: pop(0) moves all that is behind it.
 *
 *     queue = [start]                        queue = deque([start])
 *     while queue:                           while queue:
 *         node = queue.pop(0)                    node = queue.popleft()
 *
 * node = the loop in which the first pop(0) stands; anchors[0] = the Name of the first
 * binding; sites = the values that are bound to the name, each pop(0) and insert(0, x)
 * call, and the Names outside of loops that have to be given a list.
 *
 * Conditions and why each is needed:
 *  - used_as_queue: every use of the name is one that a deque answers like a list: append,
 *    extend, pop, insert at 0, clear, len(), truth, `in`, the first or last item when there is one. Inside loops nothing
 *    else indexes, slices, sorts, compares, prints, returns or hands on the object, and it is never iterated (a deque
 *    refuses to grow meanwhile); outside of them the object can be copied to a list first.
 *  - local: a plain local of one function, bound only to lists made on the spot; no function
 *    inside sees it, so nobody else can look at its type.
 *  - never_empty_at_pop: the IndexError of an empty deque has another text. Each pop stands
 *    behind a test in the same iteration, or in `for _ in range(len(queue))` as the only pop
 *    of the body. `queue.append(queue.pop(0))` leaves as many as there were.
 *  - no_finalizer: what is left at the end dies in another order.
 */
#include "analyze_internal.h"

#define MAX_USES 100u /* the proof that a pop finds something is cubic in the uses */

struct queue {
    struct job *job;
    const struct py_tree *t;
    uint32_t symbol;
    uint32_t name; /* interned */
    VEC(uint32_t) uses;
};

static bool is_use(const struct queue *q, uint32_t node)
{
    return q->t->nodes[node].kind == PY_Name && q->t->nodes[node].name == q->name &&
           py_binding(q->job->module, node) == q->symbol;
}

/* The call queue.method(...) that the use belongs to; 0 when it is something else. */
static uint32_t method_call(const struct queue *q, uint32_t use, str *ret_method)
{
    uint32_t attribute = q->t->nodes[use].parent, call = q->t->nodes[attribute].parent;

    if (q->t->nodes[attribute].kind != PY_Attribute || q->t->nodes[call].kind != PY_Call ||
        q->t->nodes[attribute].field != PY_F_func)
        return PY_NO_NODE;
    *ret_method = py_name(q->t, attribute);
    return call;
}

static bool is_zero(const struct py_tree *t, uint32_t node)
{
    int64_t value;

    return t->nodes[node].kind == PY_Constant && py_int_value(t, node, &value) && value == 0;
}

/* The call is all that queue.append() gets, in a statement of its own. */
static bool is_rotation(const struct queue *q, uint32_t call)
{
    uint32_t append = q->t->nodes[call].parent, attribute = py_child(q->t, append, PY_F_func);

    return q->t->nodes[append].kind == PY_Call && q->t->nodes[call].field == PY_F_args &&
           py_count_in(q->t, append, PY_F_args) == 1 && !py_child(q->t, append, PY_F_keywords) &&
           q->t->nodes[attribute].kind == PY_Attribute && str_equal(py_name(q->t, attribute), S("append")) &&
           is_use(q, py_child(q->t, attribute, PY_F_value)) && q->t->nodes[q->t->nodes[append].parent].kind == PY_Expr;
}

/* pop, pop(0), clear, or a new list: afterwards the queue may be empty. */
static bool shrinks(const struct queue *q, uint32_t use)
{
    str method = S("");
    uint32_t call = method_call(q, use, &method);

    return q->t->nodes[use].op != PY_LOAD ||
           (call && ((str_equal(method, S("pop")) && !is_rotation(q, call)) || str_equal(method, S("clear"))));
}

static uint32_t count_shrinks(const struct queue *q, uint32_t node)
{
    uint32_t count = 0;

    for (uint32_t i = 0; node && i < q->uses.count; i++)
        count += py_inside(q->t, q->uses.items[i], node) && shrinks(q, q->uses.items[i]);
    return count;
}

/* ---- never empty ---------------------------------------------------------------------- */

/* len(queue) */
static bool is_length(const struct queue *q, uint32_t node)
{
    uint32_t argument = py_child(q->t, node, PY_F_args);

    return q->t->nodes[node].kind == PY_Call && argument && is_use(q, argument) &&
           py_is_builtin(q->job->module, py_child(q->t, node, PY_F_func), S("len"));
}

/* len(queue) > 1 */
static bool is_longer(const struct queue *q, uint32_t compare)
{
    uint32_t op = py_child(q->t, compare, PY_F_ops), bound = py_child(q->t, compare, PY_F_comparators);
    int64_t value;

    if (!is_length(q, py_child(q->t, compare, PY_F_left)) || py_count_in(q->t, compare, PY_F_ops) != 1 ||
        q->t->nodes[bound].kind != PY_Constant || !py_int_value(q->t, bound, &value))
        return false;
    switch (q->t->nodes[op].op) {
    case PY_GT:
        return value >= 0;
    case PY_GTE: case PY_EQ:
        return value >= 1;
    case PY_NOTEQ:
        return value == 0;
    default:
        return false;
    }
}

/* The test can only be true when the queue holds something. */
static bool implies_items(const struct queue *q, uint32_t test)
{
    const struct py_node *n = &q->t->nodes[test];

    if (is_use(q, test) || is_length(q, test))
        return true;
    if (n->kind == PY_Compare)
        return is_longer(q, test);
    if (n->kind != PY_BoolOp || n->op != PY_AND || count_shrinks(q, test))
        return false;
    for (uint32_t v = py_first(q->t, test); v; v = py_next(q->t, test, v))
        if (implies_items(q, v))
            return true;
    return false;
}

/* No statement before `statement` in its block takes anything out. */
static bool intact_before(const struct queue *q, uint32_t statement)
{
    uint32_t parent = q->t->nodes[statement].parent;

    for (uint32_t s = py_child(q->t, parent, (enum py_field) q->t->nodes[statement].field);
         s && s != statement; s = py_next_in(q->t, parent, s))
        if (count_shrinks(q, s))
            return false;
    return true;
}

/* An earlier statement of the block is `size = len(queue)`, and still says so before the
 * loop. */
static bool holds_length(const struct queue *q, uint32_t loop, uint32_t size)
{
    uint32_t parent = q->t->nodes[loop].parent;
    bool holds = false;

    for (uint32_t s = py_child(q->t, parent, (enum py_field) q->t->nodes[loop].field);
         s && s != loop; s = py_next_in(q->t, parent, s)) {
        uint32_t target = py_child(q->t, s, PY_F_targets);
        bool stored = count_shrinks(q, s) != 0;

        for (uint32_t n = s; n < q->t->nodes[s].extent; n++)
            stored =
                stored || (q->t->nodes[n].name == q->t->nodes[size].name &&
                           (q->t->nodes[n].kind != PY_Name || q->t->nodes[n].op != PY_LOAD));
        holds = (holds && !stored) ||
                (q->t->nodes[s].kind == PY_Assign && q->t->nodes[target].kind == PY_Name &&
                 q->t->nodes[target].name == q->t->nodes[size].name &&
                 py_next_in(q->t, s, target) == PY_NO_NODE &&
                 is_length(q, py_child(q->t, s, PY_F_value)));
    }
    return holds;
}

/* for _ in range(len(queue)), with a single pop in the body: as many as there are at the
 * start. */
static bool counts_down(const struct queue *q, uint32_t loop)
{
    uint32_t iter = py_child(q->t, loop, PY_F_iter), count = py_child(q->t, iter, PY_F_args);
    const struct py_scopes *scopes = py_scopes(q->job->module);

    if (q->t->nodes[loop].kind != PY_For || q->t->nodes[iter].kind != PY_Call || !count ||
        py_count_in(q->t, iter, PY_F_args) != 1 || count_shrinks(q, loop) != 1 ||
        !py_is_builtin(q->job->module, py_child(q->t, iter, PY_F_func), S("range")))
        return false;
    if (is_length(q, count))
        return true;
    return q->t->nodes[count].kind == PY_Name && scopes->symbol_of[count] != UINT32_MAX &&
           (scopes->symbols[scopes->symbol_of[count]].flags & (PY_SYM_LOCAL | PY_SYM_CELL)) ==
               PY_SYM_LOCAL &&
           holds_length(q, loop, count);
}

/* `queue and queue[0] < limit`: an operand in front of this one has asked. */
static bool asked_before(const struct queue *q, uint32_t operand)
{
    uint32_t both = q->t->nodes[operand].parent;
    bool asked = false;

    if (q->t->nodes[both].kind != PY_BoolOp || q->t->nodes[both].op != PY_AND)
        return false;
    for (uint32_t v = py_first(q->t, both); v != operand; v = py_next(q->t, both, v))
        asked = (asked && !count_shrinks(q, v)) || (implies_items(q, v) && !count_shrinks(q, v));
    return asked;
}

/*
 * Something was in the queue when the statement's block was entered, and still is. `taken`: what the expression
 * itself takes out, the only thing of its statement that does.
 */
static bool surely_has_items(const struct queue *q, uint32_t expression, uint32_t taken)
{
    const struct py_tree *t = q->t;
    uint32_t at = expression, parent = t->nodes[expression].parent;

    for (; !py_is_statement((enum py_kind) t->nodes[at].kind);
         at = parent, parent = t->nodes[at].parent) {
        const struct py_loop *inner = py_loop_at(q->job->facts, at);

        if (inner != NULL || t->nodes[at].kind == PY_Lambda ||
            t->nodes[at].kind == PY_comprehension)
            return false;
        if (!taken && !count_shrinks(q, at) && asked_before(q, at))
            return true;
    }
    if (t->nodes[at].kind == PY_While || t->nodes[at].kind == PY_For ||
        t->nodes[at].kind == PY_With)
        return false; /* the pop stands in a header */
    if (count_shrinks(q, t->nodes[at].kind == PY_If ? py_child(t, at, PY_F_test) : at) != taken)
        return false;
    for (;; at = parent, parent = t->nodes[at].parent) {
        enum py_kind k = (enum py_kind) t->nodes[parent].kind;
        enum py_field field = (enum py_field) t->nodes[at].field;

        if (!intact_before(q, at))
            return false;
        if ((k == PY_For || k == PY_While) && field == PY_F_body && !count_shrinks(q, parent) &&
            !(k == PY_While && implies_items(q, py_child(t, parent, PY_F_test))))
            continue; /* no round leaves fewer */
        if (k == PY_For)
            return field == PY_F_body && counts_down(q, parent);
        if (k != PY_While && k != PY_If && k != PY_Try)
            return false;
        if (k != PY_Try && field == PY_F_body &&
            implies_items(q, py_child(t, parent, PY_F_test)))
            return true;
        if (k == PY_While || (k == PY_Try && field != PY_F_body) ||
            (k == PY_If && count_shrinks(q, py_child(t, parent, PY_F_test))))
            return false;
    }
}

/* ---- uses ----------------------------------------------------------------------------- */

static bool is_new_list(struct job *job, uint32_t value)
{
    const struct py_tree *t = py_tree(job->module);

    return t->nodes[value].kind == PY_List || t->nodes[value].kind == PY_ListComp ||
           (t->nodes[value].kind == PY_Call &&
            py_is_builtin(job->module, py_child(t, value, PY_F_func), S("list")));
}

/* `queue, seen = [...], set()`: what stands where the name stands; 0 when that is not as plain. */
static uint32_t value_beside(const struct py_tree *t, uint32_t use, uint32_t pair, uint32_t values)
{
    uint32_t value = py_first(t, values);

    if (t->nodes[pair].kind != PY_Tuple || t->nodes[values].kind != PY_Tuple ||
        py_count_in(t, pair, PY_F_elts) != py_count_in(t, values, PY_F_elts))
        return PY_NO_NODE;
    for (uint32_t c = py_first(t, pair); c != use; c = py_next(t, pair, c))
        value = py_next(t, values, value);
    for (uint32_t c = py_first(t, values); c; c = py_next(t, values, c))
        if (t->nodes[c].kind == PY_Starred)
            return PY_NO_NODE;
    return value;
}

/* `queue = [...]`, also in a tuple of assignments; the value is a site. */
static uint32_t bound_value(const struct queue *q, uint32_t use)
{
    uint32_t statement = q->t->nodes[use].parent, pair = 0, value;

    if (q->t->nodes[statement].kind == PY_Tuple) {
        pair = statement;
        statement = q->t->nodes[pair].parent;
    }
    if (q->t->nodes[statement].kind != PY_Assign || q->t->nodes[use].op != PY_STORE ||
        py_count_in(q->t, statement, PY_F_targets) != 1)
        return PY_NO_NODE;
    value = py_child(q->t, statement, PY_F_value);
    if (pair)
        value = value_beside(q->t, use, pair, value);
    return value && is_new_list(q->job, value) ? value : PY_NO_NODE;
}

static bool is_truth_test(const struct queue *q, uint32_t use)
{
    for (uint32_t at = use;; at = q->t->nodes[at].parent) {
        const struct py_node *parent = &q->t->nodes[q->t->nodes[at].parent];

        if (q->t->nodes[at].field == PY_F_test &&
            (parent->kind == PY_While || parent->kind == PY_If || parent->kind == PY_IfExp))
            return true;
        if (parent->kind == PY_UnaryOp && parent->op == PY_NOT)
            return true;
        if (parent->kind != PY_BoolOp)
            return false;
    }
}

/* Sites are pop(0) and insert(0, x), whose spelling changes. */
static bool is_queue_method(const struct queue *q, uint32_t call, str method, bool *ret_site)
{
    static const char *const lengths[] = { "__len__", "__length_hint__", NULL };
    uint32_t count = py_count_in(q->t, call, PY_F_args),
             first = py_child(q->t, call, PY_F_args);

    *ret_site = false;
    if (py_child(q->t, call, PY_F_keywords))
        return false;
    for (uint32_t a = first; a; a = py_next_in(q->t, call, a))
        if (q->t->nodes[a].kind == PY_Starred)
            return false;
    if (str_equal(method, S("append")))
        return count == 1;
    if (str_equal(method, S("extend"))) /* a list asks what it takes for its length first */
        return count == 1 && !mentions_any(q->job, lengths);
    if (str_equal(method, S("clear")))
        return count == 0;
    if (str_equal(method, S("insert"))) {
        *ret_site = true;
        return count == 2 && is_zero(q->t, first);
    }
    *ret_site = count == 1;
    return str_equal(method, S("pop")) &&
           (count == 0 || (count == 1 && is_zero(q->t, first))) && surely_has_items(q, call, !is_rotation(q, call));
}

/* queue[0], queue[-1] where there is one: a deque is as fast at its ends, and has another text for what is missing. */
static bool is_end(const struct queue *q, uint32_t subscript)
{
    uint32_t place = py_child(q->t, subscript, PY_F_slice);
    bool last = q->t->nodes[place].kind == PY_UnaryOp && q->t->nodes[place].op == PY_USUB;
    int64_t value;

    if (q->t->nodes[subscript].kind != PY_Subscript || q->t->nodes[subscript].op != PY_LOAD)
        return false;
    place = last ? py_child(q->t, place, PY_F_operand) : place;
    return q->t->nodes[place].kind == PY_Constant && py_int_value(q->t, place, &value) && value == last &&
           surely_has_items(q, subscript, 0);
}

/* Evaluated at most once in a call, and nothing of the function runs between a return here and its end. */
static bool is_evaluated_once(const struct queue *q, uint32_t node)
{
    for (; node; node = q->t->nodes[node].parent) {
        enum py_kind k = (enum py_kind) q->t->nodes[node].kind;

        if (py_loop_at(q->job->facts, node) || k == PY_Lambda || py_child(q->t, node, PY_F_finalbody))
            return false;
        if (k == PY_FunctionDef || k == PY_AsyncFunctionDef)
            return true;
    }
    return false;
}

/* Outside of loops, the use is content with a copy as a list: nobody else has the object. */
static bool can_be_copied(const struct queue *q, uint32_t use)
{
    const struct py_node *parent = &q->t->nodes[q->t->nodes[use].parent];

    if (!is_evaluated_once(q, use))
        return false;
    switch (parent->kind) {
    case PY_Return:
        return true;
    case PY_Subscript:
        return q->t->nodes[use].field == PY_F_value && parent->op == PY_LOAD;
    case PY_Call:
        return only_reads(q->job, use);
    default:
        return false;
    }
}

/* The use is one of a queue; *ret_site is what has to change because of it, 0 for nothing. */
static bool accept_use(const struct queue *q, uint32_t use, uint32_t *ret_site)
{
    const struct py_node *parent = &q->t->nodes[q->t->nodes[use].parent];
    str method = S("");
    uint32_t call = method_call(q, use, &method);
    bool site;

    *ret_site = PY_NO_NODE;
    if (q->t->nodes[use].op != PY_LOAD) {
        *ret_site = bound_value(q, use);
        return *ret_site != PY_NO_NODE;
    }
    if (call) {
        if (!is_queue_method(q, call, method, &site))
            return false;
        *ret_site = site ? call : PY_NO_NODE;
        return true;
    }
    if (parent->kind == PY_Compare && q->t->nodes[use].field == PY_F_comparators) {
        uint32_t op = py_child(q->t, q->t->nodes[use].parent, PY_F_ops);

        return (q->t->nodes[op].op == PY_IN || q->t->nodes[op].op == PY_NOTIN) &&
               py_count_in(q->t, q->t->nodes[use].parent, PY_F_ops) == 1;
    }
    if (is_truth_test(q, use) || is_length(q, q->t->nodes[use].parent) || is_end(q, q->t->nodes[use].parent))
        return true;
    *ret_site = can_be_copied(q, use) ? use : PY_NO_NODE;
    return *ret_site != PY_NO_NODE;
}

/* ---- findings ------------------------------------------------------------------------- */

/* A local of a function whose names nothing reads behind its back. */
static bool is_confined_local(struct job *job, uint32_t name)
{
    static const char *const finalizers[] = { "__del__", "weakref", NULL };
    const struct py_scopes *scopes = py_scopes(job->module);
    uint32_t symbol = py_binding(job->module, name);

    if (!is_private_local(job, name) || (scopes->symbols[symbol].flags & PY_SYM_PARAMETER) ||
        scopes->scopes[scopes->symbols[symbol].scope].dynamic)
        return false;
    return !mentions_any(job, finalizers);
}

static uint32_t enclosing_loop(const struct py_tree *t, uint32_t node)
{
    while (node && t->nodes[node].kind != PY_While && t->nodes[node].kind != PY_For &&
           t->nodes[node].kind != PY_FunctionDef && t->nodes[node].kind != PY_AsyncFunctionDef)
        node = t->nodes[node].parent;
    return t->nodes[node].kind == PY_While || t->nodes[node].kind == PY_For ? node : PY_NO_NODE;
}

static void push(const struct queue *q, uint32_t loop, uint32_t first, const uint32_t *sites,
                 uint32_t count)
{
    struct job *job = q->job;
    struct finding *f = finding_begin(job, PATTERN_deque_queue, loop);

    f->anchors[0] = first;
    for (uint32_t i = 0; i < count; i++)
        *VEC_PUSH(job->arena, &f->sites) = sites[i];
    finding_proved(job, f, S("used_as_queue"), f->line,
                   S("every use is one that a deque answers as a list does"));
    finding_proved(job, f, S("local"), py_line(q->t, first),
                   S("only lists made here are bound to it and no other function sees it"));
    finding_proved(job, f, S("never_empty_at_pop"), f->line,
                   S("each pop follows a test that something is left"));
    finding_proved(job, f, S("no_finalizer"), 0,
                   S("nothing in the module can run when an element dies"));
    f->benefit = (struct benefit){ .work = py_work(job->facts, loop),
                                   .speedup = 3,
                                   .model = S("O(n) → O(1) per pop(0)") };
    finding_end(f);
}

static void consider(struct job *job, uint32_t pop)
{
    struct queue q = { .job = job,
                       .t = py_tree(job->module),
                       .name = py_tree(job->module)->nodes[pop].name };
    VEC(uint32_t) sites = { 0 };
    uint32_t loop = enclosing_loop(q.t, pop), first = 0;

    q.symbol = py_binding(job->module, pop);
    for (uint32_t i = 1; i < q.t->count; i++)
        if (is_use(&q, i))
            *VEC_PUSH(job->arena, &q.uses) = i;
    for (uint32_t i = 0; i < q.uses.count && q.uses.count <= MAX_USES; i++) {
        uint32_t site;

        if (!accept_use(&q, q.uses.items[i], &site))
            return;
        if (q.t->nodes[q.uses.items[i]].op != PY_LOAD && !first)
            first = q.uses.items[i];
        if (site)
            *VEC_PUSH(job->arena, &sites) = site;
    }
    if (loop && first)
        push(&q, loop, first, sites.items, sites.count);
}

static bool is_pop_front(const struct py_tree *t, uint32_t name)
{
    uint32_t attribute = t->nodes[name].parent, call = t->nodes[attribute].parent;

    return t->nodes[name].kind == PY_Name && t->nodes[attribute].kind == PY_Attribute &&
           t->nodes[attribute].field == PY_F_func &&
           str_equal(py_name(t, attribute), S("pop")) && py_count_in(t, call, PY_F_args) == 1 &&
           is_zero(t, py_child(t, call, PY_F_args));
}

static void detect(struct job *job)
{
    const struct py_tree *t = py_tree(job->module);
    py_name_vec seen = { 0 }; /* symbols */

    for (uint32_t i = 1; i < t->count; i++) {
        if (!is_pop_front(t, i) || !is_confined_local(job, i) ||
            py_name_in(&seen, py_binding(job->module, i)))
            continue;
        *VEC_PUSH(job->arena, &seen) = py_binding(job->module, i);
        consider(job, i);
    }
}

const struct detector detect_deque = { .pattern = PATTERN_deque_queue, .detect = detect };

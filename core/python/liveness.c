/*
 * liveness.c — may the value that a loop leaves in a variable be read? (Muchnick 14.1.3; Aho,
 * Lam, Sethi & Ullman 9.2.5.)
 *
 * Asked for one variable and one loop at a time, so it is solved as a search instead of for all
 * variables at once: from wherever control leaves the iterations, along the edges of cfg.c, to
 * a point that reads the variable, around points that assign it. A point that raises has not
 * assigned.
 *
 * Functions, lambdas and generator expressions may read the variable at any time: if one of
 * them does, it is live. So it is when the search becomes too long for the fuel that is left.
 */
#include <string.h>

#include "cfg.h"

enum { READS = 1, ASSIGNS = 2, VISITED = 4 };

struct search {
    struct py_facts *f;
    struct cfg *g;
    uint32_t count; /* points in the queue */
};

static bool in_iterations(const struct py_tree *t, uint32_t loop, uint32_t node)
{
    uint32_t orelse = py_child(t, loop, PY_F_orelse), iter = py_child(t, loop, PY_F_iter);

    return node >= loop && node < t->nodes[loop].extent &&
           (orelse == PY_NO_NODE || node < orelse) &&
           (iter == PY_NO_NODE || !py_inside(t, node, iter));
}

/* `sum(… for …)`, `", ".join(… for …)`: the items are taken before the call returns. */
static bool is_taken_at_once(struct py_facts *f, uint32_t generator)
{
    const struct py_tree *t = f->tree;
    uint32_t call = t->nodes[generator].parent, func = py_child(t, call, PY_F_func);

    if (t->nodes[call].kind != PY_Call || t->nodes[generator].field != PY_F_args)
        return false;
    if (t->nodes[func].kind == PY_Name && py_takes_every_item(py_name(t, func)) &&
        py_is_builtin(f->module, func, py_name(t, func)))
        return true;
    return t->nodes[func].kind == PY_Attribute && str_equal(py_name(t, func), S("join")) &&
           py_type_within(py_type_of(f, py_child(t, func, PY_F_value)), PY_T_STR | PY_T_BYTES);
}

/* Code that runs at another time than the statement it stands in. */
bool runs_at_other_time(struct py_facts *f, uint32_t node, uint32_t def)
{
    const struct py_tree *t = f->tree;

    for (uint32_t n = node; n != def && n != 0; n = t->nodes[n].parent)
        if (t->nodes[n].kind == PY_Lambda ||
            (t->nodes[n].kind == PY_GeneratorExp && !is_taken_at_once(f, n)))
            return true;
    return false;
}

/* In the body of a class, which is one point of the graph, whatever may be skipped inside. */
bool stands_in_class(const struct py_tree *t, uint32_t node)
{
    for (uint32_t n = t->nodes[node].parent; n != 0; n = t->nodes[n].parent) {
        if (t->nodes[n].kind == PY_ClassDef)
            return true;
        if (t->nodes[n].kind == PY_FunctionDef || t->nodes[n].kind == PY_AsyncFunctionDef)
            return false;
    }
    return false;
}

/* The store surely happens when the statement completes. */
bool surely_stores(const struct py_tree *t, uint32_t name)
{
    uint32_t n = name;

    if (stands_in_class(t, name))
        return false;

    while (t->nodes[t->nodes[n].parent].kind == PY_Tuple ||
           t->nodes[t->nodes[n].parent].kind == PY_List ||
           t->nodes[t->nodes[n].parent].kind == PY_Starred)
        n = t->nodes[n].parent;
    switch (t->nodes[t->nodes[n].parent].kind) {
    case PY_Assign:
        return t->nodes[n].field == PY_F_targets;
    case PY_For:
    case PY_AsyncFor:
        return t->nodes[n].field == PY_F_target;
    case PY_withitem:
        return true;
    case PY_AnnAssign:
        return t->nodes[n].field == PY_F_target &&
               py_child(t, t->nodes[n].parent, PY_F_value) != PY_NO_NODE;
    default:
        return false;
    }
}

/* A use of the variable that counts wherever control is. */
static bool is_read_anywhere(struct py_facts *f, uint32_t use, uint32_t def)
{
    return f->tree->nodes[use].op == PY_LOAD &&
           (py_function_of(f->tree, use) != def || runs_at_other_time(f, use, def));
}

static void mark_use(struct search *s, uint32_t use, uint32_t def)
{
    const struct py_tree *t = s->f->tree;
    uint32_t at = py_function_of(t, use) == def ? cfg_point(s->f, use, def) : 0;

    if (t->nodes[use].op == PY_STORE && t->nodes[t->nodes[use].parent].kind != PY_AugAssign)
        s->g->marks[at] |= surely_stores(t, use) ? ASSIGNS : 0;
    else
        s->g->marks[at] |= READS;
}

static void go(struct search *s, uint32_t to)
{
    if (to == 0 || s->g->marks[to] & VISITED)
        return;
    s->g->marks[to] |= VISITED;
    s->g->queue[s->count++] = to;
}

static void follow(struct search *s, uint32_t from)
{
    const struct cfg_point *p = &s->g->points.items[from];

    for (uint32_t e = p->edges; e != 0 && !(s->g->marks[from] & ASSIGNS);
         e = s->g->edges.items[e].next)
        go(s, s->g->edges.items[e].to);
    go(s, p->raises);
}

/* Everywhere that control can go next when it leaves the iterations. */
static void start(struct search *s, uint32_t loop)
{
    const struct py_tree *t = s->f->tree;

    for (uint32_t i = 1; i < s->g->points.count; i++) {
        const struct cfg_point *p = &s->g->points.items[i];

        if (!in_iterations(t, loop, p->node))
            continue;
        for (uint32_t e = p->edges; e != 0; e = s->g->edges.items[e].next)
            if (!in_iterations(t, loop, s->g->points.items[s->g->edges.items[e].to].node))
                go(s, s->g->edges.items[e].to);
        if (!in_iterations(t, loop, s->g->points.items[p->raises].node))
            go(s, p->raises);
    }
}

static bool finds_a_read(struct search *s)
{
    while (s->count > 0) {
        uint32_t at = s->g->queue[--s->count];

        if (s->g->marks[at] & READS)
            return true;
        follow(s, at);
    }
    return false;
}

/* Where an iteration begins: behind the target, or at the test. */
static void start_iteration(struct search *s, uint32_t loop)
{
    const struct py_tree *t = s->f->tree;
    uint32_t target = py_child(t, loop, PY_F_target);

    if (target == PY_NO_NODE)
        go(s, s->f->point_of[py_child(t, loop, PY_F_test)]);
    else
        follow(s, s->f->point_of[target]);
}

static bool reads_before_assigning(struct search *s, uint32_t loop)
{
    while (s->count > 0) {
        uint32_t at = s->g->queue[--s->count], node = s->g->points.items[at].node;

        if (node != 0 && !in_iterations(s->f->tree, loop, node))
            continue;
        if (node == loop) /* asks for the next item: the iteration is over */
            continue;
        if (s->g->marks[at] & READS)
            return true;
        follow(s, at);
    }
    return false;
}

/* False when nothing is known of the order in which the variable is used. */
static bool prepare(struct search *s, uint32_t loop, uint32_t symbol, uint32_t def)
{
    struct py_facts *f = s->f;

    if (f->point_of[loop] == 0 && f->point_of[py_child(f->tree, loop, PY_F_test)] == 0)
        return false; /* in the body of a class */
    if (f->fuel < s->g->points.count)
        return false;
    f->fuel -= s->g->points.count;
    memset(s->g->marks, 0, s->g->points.count);
    for (uint32_t use = f->uses_head[symbol]; use != 0; use = f->uses_next[use]) {
        if (is_read_anywhere(f, use, def))
            return false;
        mark_use(s, use, def);
    }
    return true;
}

bool is_live_after(struct py_facts *f, uint32_t loop, uint32_t symbol)
{
    uint32_t def = py_function_of(f->tree, loop);
    struct search s = { .f = f, .g = cfg_of(f, def) };

    if (!prepare(&s, loop, symbol, def))
        return true;
    start(&s, loop);
    return finds_a_read(&s);
}

/* An iteration may read what the variable held before it (an upward-exposed use; Muchnick 8.4). A while loop
 * begins with its test, a for loop behind its target. */
bool is_upward_exposed(struct py_facts *f, uint32_t loop, uint32_t symbol)
{
    uint32_t def = py_function_of(f->tree, loop);
    struct search s = { .f = f, .g = cfg_of(f, def) };

    if (!prepare(&s, loop, symbol, def))
        return true;
    start_iteration(&s, loop);
    return reads_before_assigning(&s, loop);
}

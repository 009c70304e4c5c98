/*
 * cfg.c — control flow graphs (Aho, Lam, Sethi & Ullman 8.4; Language Reference, chapter 8).
 *
 * Built backwards: each statement is given the point where control goes on and makes the points
 * that lead there, so no edge has to be patched. Around a statement stand the points of break,
 * continue, return and of an exception.
 *
 *   exceptions  every point that evaluates something may raise; its `raises` leads to the
 * dispatch of the innermost `try`, which goes to each handler and further out finally     is
 * built once: every way into the statement's end leads through it, and from its end to every
 * place any of them could go with        may swallow what is raised inside suspension  a yield
 * or await may raise what is thrown in; its `raises` is that edge
 *
 * Edges may be there that no run takes; none is missing.
 */
#include "cfg.h"

struct around {
    uint32_t on_break, on_continue, on_return, on_raise; /* 0: cannot be */
};

struct builder {
    struct py_facts *f;
    struct cfg *g;
};

static uint32_t block(struct builder *b, uint32_t node, enum py_field field, uint32_t next,
                      struct around a);

static void edge(struct builder *b, uint32_t from, uint32_t to)
{
    if (to == 0)
        return;
    *VEC_PUSH(b->f->arena, &b->g->edges) =
        (struct cfg_edge){ to, b->g->points.items[from].edges };
    b->g->points.items[from].edges = b->g->edges.count - 1;
}

static uint32_t point(struct builder *b, uint32_t node, uint32_t next, struct around a)
{
    uint32_t made = b->g->points.count;

    *VEC_PUSH(b->f->arena, &b->g->points) =
        (struct cfg_point){ .node = node, .raises = node != 0 ? a.on_raise : 0 };
    b->f->point_of[node] = node != 0 ? made : 0;
    edge(b, made, next);
    return made;
}

/* ---- compound statements ---------------------------------------------------------------- */

static uint32_t branch(struct builder *b, uint32_t node, uint32_t next, struct around a)
{
    uint32_t test =
        point(b, py_child(b->f->tree, node, PY_F_test), block(b, node, PY_F_body, next, a), a);

    edge(b, test, block(b, node, PY_F_orelse, next, a));
    return test;
}

/* `entry` is where an iteration begins; `body` is filled in last, because it leads back there.
 */
static void repeat(struct builder *b, uint32_t node, uint32_t head, uint32_t entry,
                   uint32_t next, struct around a)
{
    struct around inner = a;

    edge(b, head, block(b, node, PY_F_orelse, next, a));
    inner.on_break = next;
    inner.on_continue = head;
    edge(b, entry, block(b, node, PY_F_body, head, inner));
}

static uint32_t loop(struct builder *b, uint32_t node, uint32_t next, struct around a)
{
    const struct py_tree *t = b->f->tree;
    uint32_t head, target;

    if (t->nodes[node].kind == PY_While) {
        head = point(b, py_child(t, node, PY_F_test), 0, a);
        repeat(b, node, head, head, next, a);
        return head;
    }
    head = point(b, node, 0, a); /* asks the iterator */
    target = point(b, py_child(t, node, PY_F_target), 0, a);
    edge(b, head, target);
    repeat(b, node, head, target, next, a);
    return point(b, py_child(t, node, PY_F_iter), head, a);
}

/* The points of a `finally`, with an exit to wherever any way into it leads. */
static uint32_t finally(struct builder *b, uint32_t node, uint32_t next, struct around a)
{
    uint32_t end = point(b, 0, next, a);

    edge(b, end, a.on_break);
    edge(b, end, a.on_continue);
    edge(b, end, a.on_return);
    edge(b, end, a.on_raise);
    return block(b, node, PY_F_finalbody, end, a);
}

static uint32_t handle(struct builder *b, uint32_t node, uint32_t next, struct around a)
{
    const struct py_tree *t = b->f->tree;
    uint32_t last = py_child(t, node, PY_F_finalbody), dispatch;
    struct around inner = a;

    if (last != PY_NO_NODE) {
        next = finally(b, node, next, a);
        inner = (struct around){ a.on_break ? next : 0, a.on_continue ? next : 0, next, next };
    }
    dispatch = point(b, 0, inner.on_raise, a);
    for (uint32_t h = py_child(t, node, PY_F_handlers); h != PY_NO_NODE;
         h = py_next_in(t, node, h))
        edge(b, dispatch, point(b, h, block(b, h, PY_F_body, next, inner), inner));
    next = block(b, node, PY_F_orelse, next, inner);
    inner.on_raise = dispatch;
    return block(b, node, PY_F_body, next, inner);
}

static uint32_t with_items(struct builder *b, uint32_t node, uint32_t item, uint32_t body,
                           struct around a)
{
    if (item == PY_NO_NODE)
        return body;
    return point(b, item, with_items(b, node, py_next_in(b->f->tree, node, item), body, a), a);
}

static uint32_t with(struct builder *b, uint32_t node, uint32_t next, struct around a)
{
    struct around inner = a;

    inner.on_raise = point(b, 0, next, a);
    edge(b, inner.on_raise, a.on_raise);
    return with_items(b, node, py_child(b->f->tree, node, PY_F_items),
                      block(b, node, PY_F_body, next, inner), inner);
}

static uint32_t match(struct builder *b, uint32_t node, uint32_t next, struct around a)
{
    const struct py_tree *t = b->f->tree;
    uint32_t subject = point(b, py_child(t, node, PY_F_subject), next, a), from = subject;

    for (uint32_t c = py_child(t, node, PY_F_cases); c != PY_NO_NODE;
         c = py_next_in(t, node, c)) {
        uint32_t guard = py_child(t, c, PY_F_guard), body = block(b, c, PY_F_body, next, a);
        uint32_t chosen = guard != PY_NO_NODE ? point(b, guard, body, a) : body, pattern;

        pattern = point(b, py_child(t, c, PY_F_pattern), chosen, a);
        edge(b, pattern, next); /* does not match, nor do the others */
        edge(b, from, pattern);
        if (guard != PY_NO_NODE)
            edge(b, chosen, next);
        from = pattern;
    }
    return subject;
}

/* ---- statements ------------------------------------------------------------------------- */

static uint32_t statement(struct builder *b, uint32_t node, uint32_t next, struct around a)
{
    switch (b->f->tree->nodes[node].kind) {
    case PY_If:
        return branch(b, node, next, a);
    case PY_For:
    case PY_AsyncFor:
    case PY_While:
        return loop(b, node, next, a);
    case PY_Try:
    case PY_TryStar:
        return handle(b, node, next, a);
    case PY_With:
    case PY_AsyncWith:
        return with(b, node, next, a);
    case PY_Match:
        return match(b, node, next, a);
    case PY_Return:
        return point(b, node, a.on_return, a);
    case PY_Raise:
        return point(b, node, 0, a);
    case PY_Break:
        return point(b, node, a.on_break, a);
    case PY_Continue:
        return point(b, node, a.on_continue, a);
    default:
        return point(b, node, next, a);
    }
}

static uint32_t block(struct builder *b, uint32_t node, enum py_field field, uint32_t next,
                      struct around a)
{
    const struct py_tree *t = b->f->tree;
    VEC(uint32_t) statements = { 0 };

    for (uint32_t c = py_child(t, node, field); c != PY_NO_NODE; c = py_next_in(t, node, c))
        *VEC_PUSH(b->f->arena, &statements) = c;
    while (statements.count > 0)
        next = statement(b, statements.items[--statements.count], next, a);
    return next;
}

static struct cfg *build(struct py_facts *f, uint32_t def)
{
    struct cfg *g = ARENA_NEW(f->arena, struct cfg);
    struct builder b = { f, g };
    struct around a = { 0 };

    *VEC_PUSH(f->arena, &g->points) = (struct cfg_point){ 0 };
    *VEC_PUSH(f->arena, &g->edges) = (struct cfg_edge){ 0 };
    g->exit = point(&b, 0, 0, a);
    a.on_return = a.on_raise = g->exit;
    g->entry = block(&b, def, PY_F_body, g->exit, a);
    g->marks = ARENA_ARRAY(f->arena, uint8_t, g->points.count);
    g->queue = ARENA_ARRAY(f->arena, uint32_t, g->points.count);
    return g;
}

uint32_t cfg_point(const struct py_facts *f, uint32_t node, uint32_t def)
{
    for (; node != def && node != 0; node = f->tree->nodes[node].parent)
        if (f->point_of[node] != 0)
            return f->point_of[node];
    return 0;
}

struct cfg *cfg_of(struct py_facts *f, uint32_t def)
{
    struct definition *d = definition_at(f, def);
    struct cfg **kept = d != NULL ? &d->cfg : &f->module_cfg;

    if (*kept == NULL)
        *kept = build(f, def);
    return *kept;
}

/*
 * defuse.c — which assignments may give a use of a variable its value, and which uses an
 * assignment may reach: reaching definitions and def-use chains (Aho, Lam, Sethi & Ullman 9.2.4;
 * Muchnick 8.1 and 8.10), per variable and on demand.
 *
 * The lattice is the powerset of the variable's definitions, joined by union; a definition is the
 * node that binds the name. Within the function that owns the variable the answer is
 * flow-sensitive: from each definition a search runs along the edges of cfg.c, and ends at points
 * that surely assign the variable again. Scopes (Language Reference 4.2, CPython symtable):
 *
 *   closures, nonlocal, global   an inner function may run at any point of the owner's life: its
 *                                assignments reach every use, and its uses are reached by all
 *   lambda, generator expression the same: they run later, unless a builtin takes the items at once
 *   comprehension                its own variables live in it alone: all of them reach all uses
 *   walrus                       binds in the function around the comprehension, perhaps never:
 *                                it ends nothing
 *   class body                   names are looked up further out when they are not bound yet
 *   module                       nobody assigns to its names from outside; exec, star import and
 *                                the like make everything possible
 *
 * `del` is no definition and ends none. What is too long for the fuel that is left is answered by
 * "any definition reaches any use".
 */
#include "cfg.h"

enum { KILLS = 1, VISITED = 2 };

#define UNBOUND 0u /* stands for the state before any definition */

struct chain {
    uint32_t definition, use;
};

struct chains {
    py_name_vec home, away;   /* definitions in the owner's own code, and elsewhere */
    VEC(struct chain) pairs;  /* of home definitions and home uses */
    bool whole;               /* nothing is known of the order */
    bool elsewhere;           /* somebody who does not stand in the module may assign it */
};

struct walk {
    struct py_facts *f;
    struct cfg *g;
    uint32_t def, count; /* owner; points in the queue */
};

/* ---- what binds ----------------------------------------------------------------------- */

static bool is_definition(const struct py_tree *t, uint32_t node)
{
    return t->nodes[node].kind != PY_Name || t->nodes[node].op == PY_STORE;
}

static bool is_use(const struct py_tree *t, uint32_t node)
{
    return t->nodes[node].kind == PY_Name &&
           (t->nodes[node].op == PY_LOAD || t->nodes[t->nodes[node].parent].kind == PY_AugAssign);
}

/* Runs where the owner's statements run, in their order. */
static bool is_home(struct py_facts *f, uint32_t node, uint32_t def)
{
    if (f->tree->nodes[node].kind == PY_arg)
        return true;
    return py_function_of(f->tree, node) == def && !runs_at_other_time(f, node, def);
}

static uint32_t point_of_definition(const struct walk *w, uint32_t node)
{
    return w->f->tree->nodes[node].kind == PY_arg ? 0 : cfg_point(w->f, node, w->def);
}

/* ---- the search ------------------------------------------------------------------------- */

static void go(struct walk *w, uint32_t to)
{
    if (to == 0 || w->g->marks[to] & VISITED)
        return;
    w->g->marks[to] |= VISITED;
    w->g->queue[w->count++] = to;
}

static void follow(struct walk *w, uint32_t from)
{
    for (uint32_t e = w->g->points.items[from].edges; e != 0; e = w->g->edges.items[e].next)
        go(w, w->g->edges.items[e].to);
}

/* Marks every point that control can be at with the definition still in force. */
static void spread(struct walk *w, uint32_t definition)
{
    uint32_t start = definition != UNBOUND ? point_of_definition(w, definition) : 0;

    for (uint32_t i = 0; i < w->g->points.count; i++)
        w->g->marks[i] &= (uint8_t) ~VISITED;
    if (start == 0)
        go(w, w->g->entry);
    else
        follow(w, start), go(w, w->g->points.items[start].raises);
    while (w->count > 0) {
        uint32_t at = w->g->queue[--w->count];

        if (!(w->g->marks[at] & KILLS))
            follow(w, at);
        go(w, w->g->points.items[at].raises); /* it has not assigned yet */
    }
}

/* Evaluated after a store of the same statement: an index among its targets, a pattern; a walrus is anywhere. */
static bool may_follow(const struct walk *w, uint32_t definition, uint32_t use)
{
    const struct py_tree *t = w->f->tree;

    if (definition == use || definition == UNBOUND || t->nodes[definition].kind == PY_arg ||
        cfg_point(w->f, definition, w->def) != cfg_point(w->f, use, w->def))
        return false;
    if (t->nodes[t->nodes[definition].parent].kind == PY_NamedExpr)
        return true;
    for (uint32_t n = t->nodes[use].parent; n != w->def && n != 0; n = t->nodes[n].parent) {
        const struct py_node *p = &t->nodes[n];

        if (py_is_statement((enum py_kind) p->kind))
            return p->kind == PY_ClassDef;
        if ((p->kind == PY_Subscript || p->kind == PY_Attribute) && p->op == PY_STORE)
            return true;
        if (p->kind >= PY_MatchValue && p->kind <= PY_MatchOr)
            return true;
    }
    return false;
}

static void add_chains(struct walk *w, struct chains *c, uint32_t definition, const py_name_vec *uses)
{
    spread(w, definition);
    for (uint32_t i = 0; i < uses->count; i++) {
        uint32_t at = cfg_point(w->f, uses->items[i], w->def);

        if (at == 0 || w->g->marks[at] & VISITED || may_follow(w, definition, uses->items[i]))
            *VEC_PUSH(w->f->arena, &c->pairs) = (struct chain){ definition, uses->items[i] };
    }
}

/* ---- one variable ----------------------------------------------------------------------- */

static void collect(struct py_facts *f, uint32_t symbol, uint32_t def, struct chains *c, py_name_vec *home_uses)
{
    for (uint32_t n = f->uses_head[symbol]; n != 0; n = f->uses_next[n]) {
        if (is_definition(f->tree, n))
            *VEC_PUSH(f->arena, is_home(f, n, def) ? &c->home : &c->away) = n;
        if (is_use(f->tree, n) && is_home(f, n, def))
            *VEC_PUSH(f->arena, home_uses) = n;
    }
    for (uint32_t n = f->binders_head[symbol]; n != 0; n = f->uses_next[n])
        *VEC_PUSH(f->arena, is_home(f, n, def) ? &c->home : &c->away) = n;
}

/* def, class, import, `except … as`: done when their point is. A pattern may not match. */
static bool binds_surely(const struct py_tree *t, uint32_t binder)
{
    enum py_kind k = (enum py_kind) t->nodes[binder].kind;

    return !stands_in_class(t, binder) && (k == PY_FunctionDef || k == PY_AsyncFunctionDef || k == PY_ClassDef ||
                                         k == PY_alias || k == PY_ExceptHandler);
}

static void mark_kills(struct walk *w, uint32_t symbol)
{
    const struct py_tree *t = w->f->tree;

    for (uint32_t i = 0; i < w->g->points.count; i++)
        w->g->marks[i] = 0;
    for (uint32_t n = w->f->uses_head[symbol]; n != 0; n = w->f->uses_next[n])
        if (is_home(w->f, n, w->def) &&
            (surely_stores(t, n) || (t->nodes[n].op == PY_STORE && t->nodes[t->nodes[n].parent].kind == PY_AugAssign)))
            w->g->marks[cfg_point(w->f, n, w->def)] |= KILLS;
    for (uint32_t n = w->f->binders_head[symbol]; n != 0; n = w->f->uses_next[n])
        if (is_home(w->f, n, w->def) && binds_surely(t, n))
            w->g->marks[cfg_point(w->f, n, w->def)] |= KILLS;
    w->g->marks[0] = 0;
}

static bool is_parameter(const struct py_facts *f, uint32_t symbol)
{
    return (f->scopes->symbols[symbol].flags & PY_SYM_PARAMETER) != 0;
}

static void solve(struct py_facts *f, uint32_t symbol, uint32_t def, struct chains *c)
{
    struct walk w = { .f = f, .g = cfg_of(f, def), .def = def };
    py_name_vec uses = { 0 };
    uint64_t cost;

    collect(f, symbol, def, c, &uses);
    cost = (uint64_t) (c->home.count + 1) * w.g->points.count;
    if (f->fuel < cost) {
        c->whole = true;
        return;
    }
    f->fuel -= cost;
    mark_kills(&w, symbol);
    if (!is_parameter(f, symbol))
        add_chains(&w, c, UNBOUND, &uses);
    for (uint32_t i = 0; i < c->home.count; i++)
        add_chains(&w, c, c->home.items[i], &uses);
}

static uint32_t owner_of(const struct py_facts *f, uint32_t symbol)
{
    return f->scopes->scopes[f->scopes->symbols[symbol].scope].node;
}

static struct chains *chains_of(struct py_facts *f, uint32_t symbol)
{
    const struct py_scope *scope = &f->scopes->scopes[f->scopes->symbols[symbol].scope];
    struct chains *c = f->chains[symbol];

    if (c != NULL)
        return c;
    c = f->chains[symbol] = ARENA_NEW(f->arena, struct chains);
    c->elsewhere = scope->dynamic || scope->kind == PY_SCOPE_CLASS || f->dynamic;
    c->whole = scope->kind != PY_SCOPE_FUNCTION && scope->kind != PY_SCOPE_MODULE;
    if (c->whole) {
        py_name_vec ignored = { 0 };

        collect(f, symbol, UINT32_MAX, c, &ignored);
    } else {
        solve(f, symbol, owner_of(f, symbol), c);
    }
    return c;
}

/* ---- public ----------------------------------------------------------------------------- */

struct py_reaching py_reaching_definitions(struct py_facts *f, uint32_t use)
{
    uint32_t symbol = py_binding(f->module, use);
    struct py_reaching r = { .elsewhere = true };
    const struct chains *c;
    bool home;

    if (symbol == UINT32_MAX)
        return r;
    c = chains_of(f, symbol);
    home = !c->whole && is_home(f, use, owner_of(f, symbol));
    r.elsewhere = c->elsewhere;
    r.unbound = !home;
    for (uint32_t i = 0; home && i < c->pairs.count; i++) {
        if (c->pairs.items[i].use != use)
            continue;
        if (c->pairs.items[i].definition == UNBOUND)
            r.unbound = true;
        else
            *VEC_PUSH(f->arena, &r.definitions) = c->pairs.items[i].definition;
    }
    for (uint32_t i = 0; !home && i < c->home.count; i++)
        *VEC_PUSH(f->arena, &r.definitions) = c->home.items[i];
    for (uint32_t i = 0; i < c->away.count; i++)
        *VEC_PUSH(f->arena, &r.definitions) = c->away.items[i];
    return r;
}

bool py_reaches(struct py_facts *f, uint32_t definition, uint32_t use)
{
    struct py_reaching r = py_reaching_definitions(f, use);

    if (r.elsewhere)
        return true;
    for (uint32_t i = 0; i < r.definitions.count; i++)
        if (r.definitions.items[i] == definition)
            return true;
    return false;
}

uint32_t py_only_definition(struct py_facts *f, uint32_t use)
{
    struct py_reaching r = py_reaching_definitions(f, use);

    return !r.elsewhere && !r.unbound && r.definitions.count == 1 ? r.definitions.items[0] : 0;
}

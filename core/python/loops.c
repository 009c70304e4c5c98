/*
 * loops.c — what each loop binds, changes, folds and calls.
 *
 * A name written in the body is private when every use in an iteration comes after an assignment
 * in the same iteration (no upward-exposed use; Muchnick 8.4, on the syntax tree with branches
 * joined by intersection). It is live-out when something after the loop, or the next round of an
 * enclosing loop, may read it (liveness.c). Reductions are recognised by form; a name is one only when all
 * its uses in the loop belong to that form. deps.c turns all this into blockers.
 */
#include "facts_internal.h"

#define MAX_TRACKED 64u

bool py_name_in(const py_name_vec *names, uint32_t name)
{
    for (uint32_t i = 0; i < names->count; i++)
        if (names->items[i] == name)
            return true;
    return false;
}

static void add_name(struct py_facts *f, py_name_vec *names, uint32_t name)
{
    if (!py_name_in(names, name))
        *VEC_PUSH(f->arena, names) = name;
}

bool is_loop_kind(enum py_kind k)
{
    return k == PY_For || k == PY_AsyncFor || k == PY_While || k == PY_ListComp ||
           k == PY_SetComp || k == PY_DictComp || k == PY_GeneratorExp;
}

static bool is_function_kind(enum py_kind k)
{
    return k == PY_FunctionDef || k == PY_AsyncFunctionDef || k == PY_Lambda;
}

/* A variable of a comprehension inside the loop is nobody else's business. */
static bool belongs_inside(const struct py_facts *f, uint32_t loop, uint32_t name)
{
    uint32_t symbol = py_binding(f->module, name);
    const struct py_scope *scope;

    if (symbol == UINT32_MAX)
        return false;
    scope = &f->scopes->scopes[f->scopes->symbols[symbol].scope];
    return scope->kind == PY_SCOPE_COMPREHENSION && scope->node != loop;
}

/* ---- trip counts --------------------------------------------------------------------- */

static double trips_of(struct py_facts *f, uint32_t iterable)
{
    const struct py_tree *t = f->tree;
    int64_t value;
    uint32_t argument;

    switch (t->nodes[iterable].kind) {
    case PY_List: case PY_Tuple: case PY_Set:
        return py_count_in(t, iterable, PY_F_elts);
    case PY_Call:
        argument = py_child(t, iterable, PY_F_args);
        if (py_is_builtin(f->module, py_child(t, iterable, PY_F_func), S("range")) &&
            py_count_in(t, iterable, PY_F_args) == 1 && py_int_value(t, argument, &value))
            return value > 0 ? (double) value : 0;
        return 0;
    default:
        return 0;
    }
}

/* ---- privatisation ------------------------------------------------------------------- */

struct privacy {
    struct py_facts *f;
    uint32_t names[MAX_TRACKED];
    uint32_t count;
    uint64_t exposed;
};

static uint64_t bit_of(const struct privacy *p, uint32_t name)
{
    for (uint32_t i = 0; i < p->count; i++)
        if (p->names[i] == name)
            return (uint64_t) 1 << i;
    return 0;
}

static uint64_t walk_block(struct privacy *p, uint32_t node, enum py_field field, uint64_t assigned);

/* Loads in the subtree count against what is assigned so far. Stores inside an expression
 * (walrus) are not sure to happen and assign nothing. */
static void walk_loads(struct privacy *p, uint32_t node, uint64_t assigned)
{
    const struct py_tree *t = p->f->tree;

    for (uint32_t i = node; node != PY_NO_NODE && i < t->nodes[node].extent; i++)
        if (t->nodes[i].kind == PY_Name && t->nodes[i].op == PY_LOAD)
            p->exposed |= bit_of(p, t->nodes[i].name) & ~assigned;
}

static uint64_t stores_of(struct privacy *p, uint32_t target)
{
    const struct py_tree *t = p->f->tree;
    uint64_t stored = 0;

    for (uint32_t i = target; target != PY_NO_NODE && i < t->nodes[target].extent; i++)
        if (t->nodes[i].kind == PY_Name && t->nodes[i].op == PY_STORE)
            stored |= bit_of(p, t->nodes[i].name);
    return stored;
}

static uint64_t walk_try(struct privacy *p, uint32_t node, uint64_t assigned)
{
    const struct py_tree *t = p->f->tree;
    uint64_t after = walk_block(p, node, PY_F_body, assigned);

    after = walk_block(p, node, PY_F_orelse, after);
    for (uint32_t h = py_child(t, node, PY_F_handlers); h != PY_NO_NODE; h = py_next_in(t, node, h)) {
        walk_loads(p, py_child(t, h, PY_F_type), assigned);
        after &= walk_block(p, h, PY_F_body, assigned);
    }
    walk_block(p, node, PY_F_finalbody, assigned);
    return after;
}

static uint64_t walk_statement(struct privacy *p, uint32_t node, uint64_t assigned)
{
    const struct py_tree *t = p->f->tree;
    uint64_t one;

    switch (t->nodes[node].kind) {
    case PY_Assign:
        walk_loads(p, node, assigned);
        for (uint32_t c = py_child(t, node, PY_F_targets); c != PY_NO_NODE; c = py_next_in(t, node, c))
            assigned |= stores_of(p, c);
        return assigned;
    case PY_AnnAssign:
        walk_loads(p, node, assigned);
        return py_child(t, node, PY_F_value) ? assigned | stores_of(p, py_child(t, node, PY_F_target))
                                             : assigned;
    case PY_AugAssign:
        p->exposed |= stores_of(p, py_child(t, node, PY_F_target)) & ~assigned;
        walk_loads(p, node, assigned);
        return assigned | stores_of(p, py_child(t, node, PY_F_target));
    case PY_If:
        walk_loads(p, py_child(t, node, PY_F_test), assigned);
        one = walk_block(p, node, PY_F_body, assigned);
        return one & walk_block(p, node, PY_F_orelse, assigned);
    case PY_For: case PY_AsyncFor: case PY_While:
        walk_loads(p, py_child(t, node, PY_F_iter), assigned);
        walk_loads(p, py_child(t, node, PY_F_test), assigned);
        walk_block(p, node, PY_F_body, assigned | stores_of(p, py_child(t, node, PY_F_target)));
        walk_block(p, node, PY_F_orelse, assigned);
        return assigned;
    case PY_Try: case PY_TryStar: return walk_try(p, node, assigned);
    case PY_Continue: case PY_Break: return ~(uint64_t) 0;
    case PY_Return: case PY_Raise: walk_loads(p, node, assigned); return ~(uint64_t) 0;
    default: walk_loads(p, node, assigned); return assigned;
    }
}

static uint64_t walk_block(struct privacy *p, uint32_t node, enum py_field field, uint64_t assigned)
{
    for (uint32_t c = py_child(p->f->tree, node, field); c != PY_NO_NODE;
         c = py_next_in(p->f->tree, node, c))
        assigned = walk_statement(p, c, assigned);
    return assigned;
}

/* ---- names ------------------------------------------------------------------------- */

static bool in_header(const struct py_tree *t, const struct py_loop *l, uint32_t node)
{
    return l->target != 0 && py_inside(t, node, l->target);
}

static void collect_names(struct py_facts *f, struct py_loop *l)
{
    const struct py_tree *t = f->tree;

    for (uint32_t i = l->node + 1; i < t->nodes[l->node].extent; i++) {
        const struct py_node *n = &t->nodes[i];

        if (is_function_kind((enum py_kind) n->kind) || n->kind == PY_ClassDef) {
            if (n->name != 0)
                add_name(f, &l->written, n->name);
            i = n->extent - 1;
            continue;
        }
        if (n->kind == PY_ExceptHandler && n->name != 0)
            add_name(f, &l->written, n->name);
        if (n->kind == PY_alias || (n->kind >= PY_MatchValue && n->kind <= PY_MatchOr))
            if (n->name != 0)
                add_name(f, &l->written, n->name);
        if (n->kind != PY_Name || n->op == PY_LOAD || belongs_inside(f, l->node, i))
            continue;
        add_name(f, &l->written, n->name);
        if (in_header(t, l, i) ||
            (l->kind == PY_LOOP_COMPREHENSION && t->nodes[n->parent].kind != PY_NamedExpr))
            add_name(f, &l->targets, n->name);
    }
}

static uint32_t symbol_in(struct py_facts *f, const struct py_loop *l, uint32_t name)
{
    for (uint32_t i = l->node + 1; i < f->tree->nodes[l->node].extent; i++)
        if (f->tree->nodes[i].kind == PY_Name && f->tree->nodes[i].name == name &&
            !belongs_inside(f, l->node, i))
            return py_binding(f->module, i);
    return UINT32_MAX;
}

static bool is_live_out(struct py_facts *f, const struct py_loop *l, uint32_t symbol)
{
    return symbol == UINT32_MAX || is_live_after(f, l->node, symbol);
}

/* What the syntax leaves open (`with`, `match`, `try`, code behind a jump) the control flow graph may settle. */
static bool is_exposed(struct py_facts *f, const struct py_loop *l, uint32_t symbol)
{
    return l->kind == PY_LOOP_COMPREHENSION || symbol == UINT32_MAX || is_upward_exposed(f, l->node, symbol);
}

static void classify_names(struct py_facts *f, struct py_loop *l)
{
    struct privacy p = { .f = f };
    uint64_t assigned = 0;

    for (uint32_t i = 0; i < l->written.count && p.count < MAX_TRACKED; i++)
        p.names[p.count++] = l->written.items[i];
    for (uint32_t i = 0; i < l->targets.count; i++)
        assigned |= bit_of(&p, l->targets.items[i]);
    if (l->kind == PY_LOOP_COMPREHENSION) {
        walk_loads(&p, l->node, assigned);
    } else {
        walk_loads(&p, py_child(f->tree, l->node, PY_F_test), 0);
        walk_block(&p, l->node, PY_F_body, assigned);
    }
    for (uint32_t i = 0; i < l->written.count; i++) {
        uint32_t name = l->written.items[i];
        bool live = !(l->kind == PY_LOOP_COMPREHENSION && py_name_in(&l->targets, name)) &&
                    is_live_out(f, l, symbol_in(f, l, name));
        bool exposed = (i >= MAX_TRACKED || (p.exposed & bit_of(&p, name)) != 0) &&
                       is_exposed(f, l, symbol_in(f, l, name));

        if (live)
            *VEC_PUSH(f->arena, &l->live_out) = name;
        if (!exposed && !live)
            *VEC_PUSH(f->arena, &l->private_names) = name;
        if (exposed)
            *VEC_PUSH(f->arena, &l->exposed) = name;
    }
}

/* ---- exits and calls ------------------------------------------------------------------- */

/* A break or continue belongs to the innermost loop around it. */
static bool leaves(const struct py_tree *t, uint32_t loop, uint32_t node)
{
    uint32_t n = t->nodes[node].parent, child = node;

    if (t->nodes[node].kind != PY_Break)
        return true;
    for (; n != loop; child = n, n = t->nodes[n].parent)
        if (is_loop_kind((enum py_kind) t->nodes[n].kind) && t->nodes[child].field == PY_F_body)
            return false;
    return true;
}

/* The first statement or expression that leaves the loop from inside, 0 when there is none. */
static uint32_t early_exit(const struct py_tree *t, uint32_t loop)
{
    for (uint32_t i = loop + 1; i < t->nodes[loop].extent; i++) {
        enum py_kind k = (enum py_kind) t->nodes[i].kind;

        if (is_function_kind(k)) {
            i = t->nodes[i].extent - 1;
            continue;
        }
        if (k == PY_Return || k == PY_Raise || k == PY_Yield || k == PY_YieldFrom || k == PY_Await)
            return i;
        if (k == PY_Break && leaves(t, loop, i))
            return i;
    }
    return 0;
}

/* Calls in an expression that run whenever the expression does. */
static void sure_calls(struct py_facts *f, py_call_vec *calls, uint32_t node)
{
    const struct py_tree *t = f->tree;
    bool first = true;

    if (is_function_kind((enum py_kind) t->nodes[node].kind) || py_is_statement((enum py_kind) t->nodes[node].kind))
        return;
    if (is_loop_kind((enum py_kind) t->nodes[node].kind))
        return;
    for (uint32_t c = py_first(t, node); c != PY_NO_NODE; c = py_next(t, node, c)) {
        bool sure = t->nodes[node].kind == PY_BoolOp || t->nodes[node].kind == PY_Compare
                        ? first || (t->nodes[node].kind == PY_Compare && c < t->nodes[node].extent &&
                                    py_count_in(t, node, PY_F_comparators) == 1)
                    : t->nodes[node].kind == PY_IfExp ? t->nodes[c].field == PY_F_test
                                                      : true;

        first = false;
        if (sure)
            sure_calls(f, calls, c);
    }
    if (t->nodes[node].kind == PY_Call && py_callee(f, node) != 0)
        *VEC_PUSH(f->arena, calls) = (struct py_heavy_call){ node, py_callee(f, node) };
}

static bool may_skip_rest(const struct py_tree *t, uint32_t statement)
{
    for (uint32_t i = statement; i < t->nodes[statement].extent; i++)
        if (t->nodes[i].kind == PY_Continue || t->nodes[i].kind == PY_Break ||
            t->nodes[i].kind == PY_Return || t->nodes[i].kind == PY_Raise)
            return true;
    return false;
}

static void collect_calls(struct py_facts *f, struct py_loop *l)
{
    const struct py_tree *t = f->tree;
    uint32_t part = py_child(t, l->node, PY_F_generators);

    if (l->kind == PY_LOOP_COMPREHENSION) {
        uint32_t condition = py_child(t, part, PY_F_ifs);

        if (py_count_in(t, l->node, PY_F_generators) != 1)
            return;
        if (condition != PY_NO_NODE)
            sure_calls(f, &l->once, condition);
        for (uint32_t c = py_first(t, l->node); c != PY_NO_NODE; c = py_next(t, l->node, c))
            if (t->nodes[c].field != PY_F_generators)
                sure_calls(f, condition ? &l->passed : &l->once, c);
        return;
    }
    for (uint32_t c = py_child(t, l->node, PY_F_body); c != PY_NO_NODE; c = py_next_in(t, l->node, c)) {
        enum py_kind k = (enum py_kind) t->nodes[c].kind;

        if (k == PY_If)
            sure_calls(f, &l->once, py_child(t, c, PY_F_test));
        if (k == PY_Assign || k == PY_AugAssign || k == PY_AnnAssign || k == PY_Expr)
            for (uint32_t e = py_first(t, c); e != PY_NO_NODE; e = py_next(t, c, e))
                sure_calls(f, &l->once, e);
        if (may_skip_rest(t, c))
            return;
    }
}

/* ---- all loops --------------------------------------------------------------------- */

static struct py_loop new_loop(struct py_facts *f, uint32_t node)
{
    const struct py_tree *t = f->tree;
    enum py_kind k = (enum py_kind) t->nodes[node].kind;
    struct py_loop l = { .node = node, .kind = PY_LOOP_COMPREHENSION };
    uint32_t header = node;

    if (k == PY_While)
        l.kind = PY_LOOP_WHILE;
    else if (k == PY_For || k == PY_AsyncFor)
        l.kind = PY_LOOP_FOR;
    else
        header = py_child(t, node, PY_F_generators);
    l.iterable = py_child(t, header, PY_F_iter);
    l.target = py_child(t, header, PY_F_target);
    l.trips = l.iterable ? trips_of(f, l.iterable) : 0;
    for (uint32_t n = t->nodes[node].parent; n != 0; n = t->nodes[n].parent) {
        if (is_function_kind((enum py_kind) t->nodes[n].kind))
            break;
        if (is_loop_kind((enum py_kind) t->nodes[n].kind)) {
            l.parent = n;
            break;
        }
    }
    l.exit = early_exit(t, node);
    l.exits_early = l.exit != 0;
    return l;
}

/* What one iteration does. The header's iterator belongs to the loop, not to an iteration. */
static void collect_effects(struct py_facts *f, struct frame *fr, struct py_loop *l)
{
    const struct py_tree *t = f->tree;

    fr->sink = &l->effects;
    fr->locals_visible = true;
    if (l->kind == PY_LOOP_COMPREHENSION) {
        fr->header = py_child(t, l->node, PY_F_generators);
        eval(f, fr, l->node);
        fr->header = 0;
    } else {
        if (py_child(t, l->node, PY_F_test) != PY_NO_NODE)
            eval(f, fr, py_child(t, l->node, PY_F_test));
        run_block(f, fr, l->node, PY_F_body);
    }
    fr->locals_visible = false;
    fr->sink = NULL;
    for (uint32_t i = 0; i < l->effects.list.count; i++) {
        const struct py_effect *e = &l->effects.list.items[i];

        if (e->kind > PY_EFFECT_MUTATES_LOCAL || e->name.len == 0)
            continue;
        for (uint32_t n = 1; n < t->name_count; n++)
            if (str_equal(t->names[n], e->name))
                add_name(f, &l->mutated, n);
    }
}

static void build_loops(struct py_facts *f)
{
    if (f->loops_ready)
        return;
    f->loops_ready = true;
    for (uint32_t i = 1; i < f->tree->count; i++) {
        struct py_loop l;
        struct frame *fr;

        if (!is_loop_kind((enum py_kind) f->tree->nodes[i].kind))
            continue;
        l = new_loop(f, i);
        fr = frame_around(f, i);
        collect_names(f, &l);
        classify_names(f, &l);
        collect_effects(f, fr, &l);
        collect_calls(f, &l);
        collect_reductions(f, &l);
        collect_inductions(f, &l);
        loop_blockers(f, fr, &l);
        *VEC_PUSH(f->arena, &f->loops) = l;
        f->loop_of[i] = f->loops.count;
    }
}

uint32_t py_loop_count(struct py_facts *f)
{
    build_loops(f);
    return f->loops.count;
}

const struct py_loop *py_loop(struct py_facts *f, uint32_t index)
{
    build_loops(f);
    return &f->loops.items[index];
}

const struct py_loop *py_loop_at(struct py_facts *f, uint32_t node)
{
    build_loops(f);
    return f->loop_of[node] ? &f->loops.items[f->loop_of[node] - 1] : NULL;
}

/*
 * deps.c — what keeps the iterations of a loop from being independent, and loop invariance.
 *
 * Hard blockers: effects that every order must show (I/O, random numbers, unknown calls, changes
 * of objects that outlive the iteration), scalars carried from one iteration to the next, early
 * exits, values read after the loop. Soft ones: operators and attributes on values of unknown
 * type, and arguments that may be the same object; a guard or a test can discharge those.
 * Subscripts are compared by name only: an object that is stored to must not be used in any other
 * way in the loop (ZIV and strong SIV of a single index are the two cases accepted).
 */
#include "facts_internal.h"

static str name_text(const struct py_facts *f, uint32_t name)
{
    return f->tree->names[name];
}

static void block(struct py_facts *f, struct py_loop *l, struct py_dependence d)
{
    for (uint32_t i = 0; i < l->blockers.count; i++)
        if (l->blockers.items[i].kind == d.kind && str_equal(l->blockers.items[i].name, d.name))
            return;
    if (d.line == 0)
        d.line = py_line(f->tree, d.node ? d.node : l->node);
    *VEC_PUSH(f->arena, &l->blockers) = d;
}

static const struct py_reduction *reduction_of(const struct py_loop *l, str name, const struct py_facts *f)
{
    for (uint32_t i = 0; i < l->reductions.count; i++)
        if (str_equal(name_text(f, l->reductions.items[i].name), name))
            return &l->reductions.items[i];
    return NULL;
}

/* ---- objects made in the iteration ----------------------------------------------------- */

static bool makes_fresh(struct py_facts *f, uint32_t value)
{
    const struct py_tree *t = f->tree;
    uint32_t func = py_child(t, value, PY_F_func);

    switch (t->nodes[value].kind) {
    case PY_List: case PY_Dict: case PY_Set: case PY_ListComp: case PY_DictComp: case PY_SetComp:
        return true;
    case PY_BinOp:
        return makes_fresh(f, py_child(t, value, PY_F_left)) ||
               makes_fresh(f, py_child(t, value, PY_F_right));
    case PY_Call:
        return py_is_builtin(f->module, func, S("list")) || py_is_builtin(f->module, func, S("dict")) ||
               py_is_builtin(f->module, func, S("set")) || py_is_builtin(f->module, func, S("sorted")) ||
               py_is_builtin(f->module, func, S("bytearray"));
    default:
        return false;
    }
}

/* Each assignment to the private name in the loop makes a new object. */
static bool is_iteration_fresh(struct py_facts *f, const struct py_loop *l, str name)
{
    const struct py_tree *t = f->tree;
    bool any = false;

    for (uint32_t i = l->node + 1; i < t->nodes[l->node].extent; i++) {
        const struct py_node *n = &t->nodes[i], *p = &t->nodes[n->parent];

        if (n->kind != PY_Name || n->op == PY_LOAD || !str_equal(t->names[n->name], name))
            continue;
        if (p->kind == PY_AugAssign)
            continue;
        if (p->kind != PY_Assign || !py_name_in(&l->private_names, n->name) ||
            !makes_fresh(f, py_child(t, n->parent, PY_F_value)))
            return false;
        any = true;
    }
    return any;
}

/* ---- blockers ---------------------------------------------------------------------- */

static str unlock_for(enum py_effect_kind kind, str name, struct arena *arena)
{
    switch (kind) {
    case PY_EFFECT_IO:
        return S("collect what is to be written in a list and write it after the loop");
    case PY_EFFECT_RANDOM:
        return S("draw the random numbers before the loop and iterate over them");
    case PY_EFFECT_CLOCK:
        return S("read the clock once before the loop");
    case PY_EFFECT_REBINDS_GLOBAL: case PY_EFFECT_REBINDS_NONLOCAL: case PY_EFFECT_MUTATES_GLOBAL:
    case PY_EFFECT_MUTATES_CLOSURE:
        return arena_printf(arena, "return the new value instead of changing '%.*s', and combine "
                            "the values after the loop", STR_ARG(name));
    case PY_EFFECT_UNKNOWN_CALL:
        return arena_printf(arena, "replace '%.*s' by a plain function of this module without side "
                            "effects", STR_ARG(name));
    default:
        return S("");
    }
}

static void block_effect(struct py_facts *f, struct py_loop *l, const struct py_effect *e, bool soft)
{
    struct py_dependence d = { .kind = e->kind, .name = e->name, .node = e->node, .line = e->line,
                               .soft = soft };

    d.why = arena_printf(f->arena, "each iteration %s%s%.*s%s", py_effect_text(e->kind),
                         e->name.len ? " ('" : "", STR_ARG(e->name), e->name.len ? "')" : "");
    d.unlock = soft ? S("") : unlock_for(e->kind, e->name, f->arena);
    block(f, l, d);
}

static bool is_hard(enum py_effect_kind kind)
{
    struct py_effect e = { .kind = kind };
    struct py_effects one = { .list = { .items = &e, .count = 1 } };

    return py_first_hard(&one) != NULL;
}

static void block_mutation(struct py_facts *f, struct py_loop *l, const struct py_effect *e)
{
    bool own = e->kind == PY_EFFECT_MUTATES_LOCAL || e->kind == PY_EFFECT_MUTATES_PARAMETER;
    struct py_dependence d = { .kind = PY_EFFECT_COUNT, .name = e->name, .node = e->node, .line = e->line };

    if (own && (reduction_of(l, e->name, f) != NULL || is_iteration_fresh(f, l, e->name)))
        return;
    d.why = arena_printf(f->arena, "'%.*s' is changed in one iteration and used in others",
                         STR_ARG(e->name));
    d.unlock = unlock_for(own ? PY_EFFECT_COUNT : e->kind, e->name, f->arena);
    block(f, l, d);
}

/* A callee reads a variable that the loop writes. */
static void block_hidden_read(struct py_facts *f, struct py_loop *l, const struct py_effect *e)
{
    const struct py_tree *t = f->tree;
    bool touched = false;

    for (uint32_t i = 0; i < l->written.count; i++)
        touched = touched || str_equal(t->names[l->written.items[i]], e->name);
    for (uint32_t i = 0; i < l->mutated.count; i++)
        touched = touched || str_equal(t->names[l->mutated.items[i]], e->name);
    if (touched && !py_inside(t, e->node, l->node))
        block_effect(f, l, e, false);
}

static void block_effects(struct py_facts *f, struct py_loop *l, bool soft)
{
    for (uint32_t i = 0; i < l->effects.list.count; i++) {
        const struct py_effect *e = &l->effects.list.items[i];

        if (soft) {
            if (e->kind == PY_EFFECT_USER_OPERATOR || e->kind == PY_EFFECT_USER_ATTRIBUTE)
                block_effect(f, l, e, true);
        } else if (e->kind <= PY_EFFECT_MUTATES_UNKNOWN) {
            block_mutation(f, l, e);
        } else if (e->kind == PY_EFFECT_READS_CLOSURE || e->kind == PY_EFFECT_READS_GLOBAL) {
            block_hidden_read(f, l, e);
        } else if (is_hard(e->kind)) {
            block_effect(f, l, e, false);
        }
    }
}

static void block_scalars(struct py_facts *f, struct py_loop *l)
{
    for (uint32_t i = 0; i < l->exposed.count; i++) {
        str name = name_text(f, l->exposed.items[i]);

        if (reduction_of(l, name, f) == NULL)
            block(f, l, (struct py_dependence){ .kind = PY_EFFECT_COUNT, .name = name,
                .why = arena_printf(f->arena, "'%.*s' carries a value from one iteration to the next",
                                    STR_ARG(name)), .unlock = S("") });
    }
    for (uint32_t i = 0; i < l->live_out.count; i++) {
        uint32_t id = l->live_out.items[i];
        str name = name_text(f, id);

        if (py_name_in(&l->exposed, id) || reduction_of(l, name, f) != NULL)
            continue;
        block(f, l, (struct py_dependence){ .kind = PY_EFFECT_COUNT, .name = name,
            .why = arena_printf(f->arena, "the last value of '%.*s' is read after the loop",
                                STR_ARG(name)),
            .unlock = arena_printf(f->arena, "compute '%.*s' again after the loop", STR_ARG(name)) });
    }
}

static void block_reductions(struct py_facts *f, struct py_loop *l)
{
    for (uint32_t i = 0; i < l->reductions.count; i++) {
        const struct py_reduction *r = &l->reductions.items[i];
        bool folded = r->op != PY_OP_NONE;

        if (r->exact || !folded)
            continue;
        block(f, l, (struct py_dependence){ .kind = PY_EFFECT_COUNT, .name = name_text(f, r->name),
            .node = r->node, .soft = false,
            .why = arena_printf(f->arena, "'%.*s' is folded with '%s', which is not known to be exact "
                                "for its type", STR_ARG(name_text(f, r->name)), r->form),
            .unlock = S("use int or fractions.Fraction, or collect the terms and fold them after the loop") });
    }
}

/* Late binding: a function made in the loop sees variables as they are when it is called. */
static void block_closures(struct py_facts *f, struct py_loop *l)
{
    const struct py_tree *t = f->tree;

    for (uint32_t i = l->node + 1; i < t->nodes[l->node].extent; i++) {
        if (t->nodes[i].kind != PY_Lambda && t->nodes[i].kind != PY_FunctionDef)
            continue;
        for (uint32_t n = i + 1; n < t->nodes[i].extent; n++) {
            if (t->nodes[n].kind != PY_Name || !py_name_in(&l->written, t->nodes[n].name))
                continue;
            block(f, l, (struct py_dependence){ .kind = PY_EFFECT_COUNT, .node = n,
                .name = py_name(t, n), .why = S("a function made in the loop captures a variable "
                "that the loop assigns"), .unlock = S("pass the variable as a default argument") });
            return;
        }
    }
}

/* Objects that a stored-to object may be or may contain. */
static void block_aliases(struct py_facts *f, struct frame *fr, struct py_loop *l)
{
    const struct py_tree *t = f->tree;
    uint32_t width = fr->high - fr->low;

    for (uint32_t r = 0; r < l->reductions.count; r++) {
        const struct py_reduction *red = &l->reductions.items[r];

        if (red->index == 0 && !(red->value && red->op == PY_OP_NONE))
            continue;
        for (uint32_t i = l->node + 1; i < t->nodes[l->node].extent; i++) {
            uint32_t a = py_symbol_named(f->module, fr->scope, red->name), b;

            if (t->nodes[i].kind != PY_Name || t->nodes[i].name == red->name)
                continue;
            b = py_binding(f->module, i);
            if (a == UINT32_MAX || !frame_owns(fr, a) || b == UINT32_MAX || !frame_owns(fr, b) ||
                fr->locals[b - fr->low].self == 0)
                continue;
            if (alias_find(fr, 1 + width + b - fr->low) == alias_find(fr, 1 + a - fr->low)) {
                block(f, l, (struct py_dependence){ .kind = PY_EFFECT_COUNT, .node = i,
                    .name = py_name(t, i), .why = S("it may hold the object that the loop changes"),
                    .unlock = S("") });
                return;
            }
            if ((fr->locals[a - fr->low].self & ~ORIGIN_FRESH) &&
                (fr->locals[b - fr->low].self & ~ORIGIN_FRESH) && !py_name_in(&l->targets, t->nodes[i].name)) {
                block(f, l, (struct py_dependence){ .kind = PY_EFFECT_COUNT, .node = i, .soft = true,
                    .name = py_name(t, i), .why = S("it may be the very object that the loop changes"),
                    .unlock = S("") });
                return;
            }
        }
    }
}

/* A store is one object per iteration when its index is the loop variable of a range. */
static void block_updates(struct py_facts *f, struct py_loop *l)
{
    const struct py_tree *t = f->tree;

    for (uint32_t i = 0; i < l->reductions.count; i++) {
        const struct py_reduction *r = &l->reductions.items[i];
        bool target = r->index && t->nodes[r->index].kind == PY_Name && l->target &&
                      t->nodes[l->target].kind == PY_Name &&
                      t->nodes[l->target].name == t->nodes[r->index].name;

        if (!str_equal(str_from(r->form), S("update")) ||
            (target && py_type_within(py_type_of(f, l->iterable), PY_T_RANGE)))
            continue;
        block(f, l, (struct py_dependence){ .kind = PY_EFFECT_COUNT, .node = r->node,
            .name = name_text(f, r->name), .why = S("two iterations may update the same element"),
            .unlock = S("") });
    }
}

void loop_blockers(struct py_facts *f, struct frame *fr, struct py_loop *l)
{
    block_effects(f, l, false);
    block_scalars(f, l);
    block_reductions(f, l);
    block_updates(f, l);
    block_closures(f, l);
    if (l->exits_early)
        block(f, l, (struct py_dependence){ .kind = PY_EFFECT_RAISES, .node = l->node,
            .why = S("an iteration can end the loop early"),
            .unlock = S("compute everything first and look for the end afterwards") });
    if (l->kind == PY_LOOP_WHILE)
        block(f, l, (struct py_dependence){ .kind = PY_EFFECT_COUNT, .node = l->node,
            .name = S("while"), .why = S("whether there is a next iteration depends on this one"),
            .unlock = S("use a for loop over a range or a sequence") });
    if (l->iterable && type_may_run_user_code(py_type_of(f, l->iterable), false))
        block(f, l, (struct py_dependence){ .kind = PY_EFFECT_USER_OPERATOR, .node = l->iterable,
            .soft = true, .why = S("it iterates over an object of unknown type"), .unlock = S("") });
    block_aliases(f, fr, l);
    block_effects(f, l, true);
}

/* ---- invariance ---------------------------------------------------------------------- */

/* Nobody but this function can reach the object. */
static bool is_confined(struct frame *fr, uint32_t symbol)
{
    uint32_t width = fr->high - fr->low, index = symbol - fr->low;
    uint32_t same = alias_find(fr, 1 + index), inner = alias_find(fr, 1 + width + index);

    return (fr->locals[index].self & ~ORIGIN_FRESH) == 0 && fr->aliases[same].stored != PY_T_ANY &&
           fr->aliases[inner].stored != PY_T_ANY;
}

static bool name_invariant(struct py_facts *f, struct frame *fr, const struct py_loop *l, uint32_t node)
{
    const uint32_t wild = 1u << PY_EFFECT_UNKNOWN_CALL | 1u << PY_EFFECT_MUTATES_UNKNOWN |
                          1u << PY_EFFECT_DYNAMIC | 1u << PY_EFFECT_YIELDS;
    const uint32_t foreign = 1u << PY_EFFECT_MUTATES_PARAMETER | 1u << PY_EFFECT_MUTATES_GLOBAL |
                             1u << PY_EFFECT_MUTATES_CLOSURE;
    uint32_t name = f->tree->nodes[node].name, symbol = py_binding(f->module, node);

    if (py_name_in(&l->written, name) || (l->effects.kinds & (1u << PY_EFFECT_REBINDS_GLOBAL |
                                                              1u << PY_EFFECT_REBINDS_NONLOCAL)))
        return false;
    if (symbol == UINT32_MAX || py_type_scalar(py_type_of(f, node)))
        return true;
    if (py_name_in(&l->mutated, name))
        return false;
    if (frame_owns(fr, symbol) && is_confined(fr, symbol))
        return true;
    return (l->effects.kinds & (wild | foreign)) == 0;
}

bool py_loop_invariant(struct py_facts *f, const struct py_loop *l, uint32_t expression)
{
    const struct py_tree *t = f->tree;
    struct frame *fr = frame_around(f, l->node);

    for (uint32_t i = expression; i < t->nodes[expression].extent; i++) {
        switch (t->nodes[i].kind) {
        case PY_Name:
            if (!name_invariant(f, fr, l, i))
                return false;
            break;
        case PY_Constant: case PY_Tuple: case PY_BinOp: case PY_UnaryOp: case PY_List: case PY_Slice:
        case PY_Subscript:
            break;
        default:
            return false;
        }
    }
    return true;
}

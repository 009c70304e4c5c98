/*
 * deps.c — what keeps the iterations of a loop from being independent.
 *
 * Hard blockers: effects that every order must show (I/O, random numbers, unknown calls, changes
 * of objects that outlive the iteration), scalars carried from one iteration to the next, early
 * exits, values read after the loop. Soft ones: operators and attributes on values of unknown
 * type, and arguments that may be the same object; a guard or a test can discharge those.
 * An object that is changed by its elements only is judged by them (elements.c).
 */
#include "explain.h"

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
            !makes_new_object(f, py_child(t, n->parent, PY_F_value)))
            return false;
        any = true;
    }
    return any;
}

/* ---- blockers ---------------------------------------------------------------------- */

static void block_effect(struct py_facts *f, struct py_loop *l, const struct py_effect *e, bool soft)
{
    struct py_dependence d = { .kind = e->kind, .name = e->name, .node = e->node, .line = e->line,
                               .soft = soft };

    d.why = explain_effect(f, e);
    d.unlock = soft ? S("") : unlock_effect(f, e);
    block(f, l, d);
}

static bool is_hard(enum py_effect_kind kind)
{
    struct py_effect e = { .kind = kind };
    struct py_effects one = { .list = { .items = &e, .count = 1 } };

    return py_first_hard(&one) != NULL;
}

/* How often the loop mentions the variable, and whether each mention leads to `root`. */
static uint32_t mentions(struct py_facts *f, const struct py_loop *l, str name, uint32_t root, bool *ret_all)
{
    const struct py_tree *t = f->tree;
    uint32_t count = 0;

    *ret_all = true;
    for (uint32_t i = l->node + 1; i < t->nodes[l->node].extent; i++) {
        struct path p;

        if (t->nodes[i].kind != PY_Name || t->nodes[i].op != PY_LOAD || !str_equal(py_name(t, i), name) ||
            is_counter(f, l, i))
            continue;
        count++;
        p = path_of(f, l, i);
        *ret_all = *ret_all && p.root != 0 && t->nodes[p.root].name == root;
    }
    return count;
}

/* Looking at such an object, or at a part of it, changes the whole of it. */
static bool changes_when_read(struct py_type t)
{
    return !(t.is & PY_T_OBJECT) && (t.is & (PY_T_ITERATOR | PY_T_DEFAULTDICT | PY_T_RNG | PY_T_NPRNG | PY_T_BUFFER |
                                             PY_T_FILE | PY_T_HASH | PY_T_DEQUE)) != 0;
}

/* Elements of the variable that the witness leads to: false when they do not settle the effect. */
static bool settle_elements(struct py_facts *f, struct frame *fr, struct py_loop *l, const struct py_effect *e)
{
    const struct py_tree *t = f->tree;
    struct path p = path_of(f, l, e->node);
    struct elements_answer a;
    bool all;
    str name;

    if (!py_inside(t, e->node, l->node) || p.root == 0 || changes_when_read(py_type_of(f, e->node)))
        return false;
    name = py_name(t, p.root);
    if (mentions(f, l, e->name, t->nodes[p.root].name, &all) == 0 && !str_equal(e->name, name))
        return true; /* an alias that the loop does not use; the witness's own name is checked */
    if (!all)
        return false;
    a = elements_compare(f, fr, l, t->nodes[p.root].name);
    if (a.verdict != ELEMENTS_MEET && !py_name_in(&l->elements, t->nodes[p.root].name))
        *VEC_PUSH(f->arena, &l->elements) = t->nodes[p.root].name;
    if (a.verdict != ELEMENTS_APART)
        block(f, l, (struct py_dependence){ .kind = PY_EFFECT_COUNT, .name = name, .node = a.first, .other = a.second,
            .soft = a.verdict == ELEMENTS_NEED_GUARD, .flow = a.kind, .distance = a.distance, .vector = a.vector,
            .why = explain_meeting(f, &a, name), .unlock = unlock_meeting(f, &a, name) });
    return true;
}

/* What the analysis of values calls "of unknown origin" may still be an element of a variable. */
static bool is_own(struct py_facts *f, struct frame *fr, const struct py_loop *l, const struct py_effect *e)
{
    struct path p;

    if (e->kind == PY_EFFECT_MUTATES_LOCAL || e->kind == PY_EFFECT_MUTATES_PARAMETER)
        return true;
    if (e->kind != PY_EFFECT_MUTATES_UNKNOWN || !py_inside(f->tree, e->node, l->node))
        return false;
    p = path_of(f, l, e->node);
    return p.root != 0 && frame_owns(fr, py_binding(f->module, p.root));
}

/* The variable is not the changed object itself, and a check of types would show that it has no part in
 * it either: what is changed in place is of unknown type. */
static bool shares_parts_only(struct py_facts *f, struct frame *fr, const struct py_loop *l,
                              const struct py_effect *e)
{
    struct path p = path_of(f, l, e->node);
    uint32_t a = UINT32_MAX, b = p.root ? py_binding(f->module, p.root) : UINT32_MAX;

    for (uint32_t s = fr->low; s < fr->high; s++)
        if (str_equal(f->tree->names[f->scopes->symbols[s].name], e->name))
            a = a == UINT32_MAX ? s : b;
    if (!py_inside(f->tree, e->node, l->node) || a == b || a == UINT32_MAX || !frame_owns(fr, b) ||
        alias_find(fr, 1 + a - fr->low) == alias_find(fr, 1 + b - fr->low))
        return false;
    return p.dims > 0 && (py_type_of(f, e->node).is & PY_T_OBJECT) != 0;
}

static void block_mutation(struct py_facts *f, struct frame *fr, struct py_loop *l, const struct py_effect *e)
{
    const struct py_reduction *r = reduction_of(l, e->name, f);
    bool own = is_own(f, fr, l, e);

    if (own && ((r != NULL && r->index == 0) || is_iteration_fresh(f, l, e->name)))
        return;
    if (own && settle_elements(f, fr, l, e))
        return;
    if (own && shares_parts_only(f, fr, l, e)) {
        block(f, l, (struct py_dependence){ .kind = PY_EFFECT_COUNT, .name = e->name, .node = e->node,
            .line = e->line, .soft = true, .flow = "flow", .unlock = S(""),
            .why = arena_printf(f->arena, "'%.*s' may share parts with the object that the loop changes",
                                STR_ARG(e->name)) });
        return;
    }
    block(f, l, (struct py_dependence){ .kind = PY_EFFECT_COUNT, .name = e->name, .node = e->node,
        .line = e->line, .flow = "flow", .why = explain_mutation(f, e),
        .unlock = own ? S("") : unlock_effect(f, e) });
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

static void block_effects(struct py_facts *f, struct frame *fr, struct py_loop *l, bool soft)
{
    for (uint32_t i = 0; i < l->effects.list.count; i++) {
        const struct py_effect *e = &l->effects.list.items[i];

        if (soft) {
            if (e->kind == PY_EFFECT_USER_OPERATOR || e->kind == PY_EFFECT_USER_ATTRIBUTE)
                block_effect(f, l, e, true);
        } else if (e->kind <= PY_EFFECT_MUTATES_UNKNOWN) {
            block_mutation(f, fr, l, e);
        } else if (e->kind == PY_EFFECT_READS_CLOSURE || e->kind == PY_EFFECT_READS_GLOBAL) {
            block_hidden_read(f, l, e);
        } else if (is_hard(e->kind)) {
            block_effect(f, l, e, false);
        }
    }
}

/* Where the loop assigns the name last, or reads it first; 0 when it does not. */
static uint32_t occurrence(struct py_facts *f, const struct py_loop *l, uint32_t name, bool store)
{
    const struct py_tree *t = f->tree;
    uint32_t found = 0;

    for (uint32_t i = l->node + 1; i < t->nodes[l->node].extent; i++)
        if (t->nodes[i].name == name && t->nodes[i].kind == PY_Name && (t->nodes[i].op != PY_LOAD) == store &&
            (store || found == 0))
            found = i;
    return found;
}

/* A use in the loop and an assignment behind it that reaches it: round the back edge, then. */
static bool find_carried_pair(struct py_facts *f, const struct py_loop *l, uint32_t id, uint32_t *ret_store,
                              uint32_t *ret_load)
{
    const struct py_tree *t = f->tree;

    for (uint32_t i = l->node + 1; i < t->nodes[l->node].extent; i++) {
        struct py_reaching r;

        if (t->nodes[i].kind != PY_Name || t->nodes[i].name != id || t->nodes[i].op == PY_STORE)
            continue;
        r = py_reaching_definitions(f, i);
        for (uint32_t d = 0; d < r.definitions.count; d++)
            if (r.definitions.items[d] > i && py_inside(t, r.definitions.items[d], l->node) &&
                t->nodes[r.definitions.items[d]].kind == PY_Name) {
                *ret_store = r.definitions.items[d];
                *ret_load = i;
                return true;
            }
    }
    return false;
}

static void block_carried(struct py_facts *f, struct py_loop *l, uint32_t id)
{
    str name = name_text(f, id);
    uint32_t store = occurrence(f, l, id, true), load = occurrence(f, l, id, false);
    bool updated = store && f->tree->nodes[f->tree->nodes[store].parent].kind == PY_AugAssign;
    str unlock = S("");

    if (!updated && find_carried_pair(f, l, id, &store, &load))
        updated = f->tree->nodes[f->tree->nodes[store].parent].kind == PY_AugAssign;
    if (l->kind == PY_LOOP_FOR && induction_step(f, l, id) != 0)
        unlock = arena_printf(f->arena, "compute '%.*s' from the number of the iteration (enumerate), "
                              "start + step * number", STR_ARG(name));
    block(f, l, (struct py_dependence){ .kind = PY_EFFECT_COUNT, .name = name, .node = store, .other = load,
        .flow = "flow", .unlock = unlock,
        .why = updated ? arena_printf(f->arena, "'%.*s' carries a value from one iteration to the next: line "
                                      "%u updates it", STR_ARG(name), py_line(f->tree, store))
             : load && store ? arena_printf(f->arena, "'%.*s' carries a value from one iteration to the next: "
                                            "it is assigned in line %u and read in line %u", STR_ARG(name),
                                            py_line(f->tree, store), py_line(f->tree, load))
                    : arena_printf(f->arena, "'%.*s' carries a value from one iteration to the next",
                                   STR_ARG(name)) });
}

/* The first use after the loop, for messages. */
static uint32_t use_after(struct py_facts *f, const struct py_loop *l, uint32_t store)
{
    uint32_t symbol = store ? py_binding(f->module, store) : UINT32_MAX, found = 0;

    for (uint32_t use = symbol == UINT32_MAX ? 0 : f->uses_head[symbol]; use != 0; use = f->uses_next[use])
        if (f->tree->nodes[use].op == PY_LOAD && use >= f->tree->nodes[l->node].extent &&
            (found == 0 || use < found))
            found = use;
    return found;
}

static void block_last_value(struct py_facts *f, struct py_loop *l, uint32_t id)
{
    str name = name_text(f, id);
    uint32_t store = occurrence(f, l, id, true), use = use_after(f, l, store);
    bool target = py_name_in(&l->targets, id);

    block(f, l, (struct py_dependence){ .kind = PY_EFFECT_COUNT, .name = name, .flow = "output",
        .node = store, .other = use,
        .why = use ? arena_printf(f->arena, "the value that the last iteration gives '%.*s' is read after the "
                                  "loop, in line %u", STR_ARG(name), py_line(f->tree, use))
                   : arena_printf(f->arena, "the value that the last iteration gives '%.*s' may be read after "
                                  "the loop", STR_ARG(name)),
        .unlock = target ? arena_printf(f->arena, "take the last item yourself instead of reading '%.*s' after "
                                        "the loop", STR_ARG(name))
                         : arena_printf(f->arena, "collect the values of '%.*s' in a list and take the last one "
                                        "after the loop", STR_ARG(name)) });
}

static void block_scalars(struct py_facts *f, struct py_loop *l)
{
    for (uint32_t i = 0; i < l->exposed.count; i++)
        if (reduction_of(l, name_text(f, l->exposed.items[i]), f) == NULL)
            block_carried(f, l, l->exposed.items[i]);
    for (uint32_t i = 0; i < l->live_out.count; i++)
        if (!py_name_in(&l->exposed, l->live_out.items[i]) &&
            reduction_of(l, name_text(f, l->live_out.items[i]), f) == NULL)
            block_last_value(f, l, l->live_out.items[i]);
}

static void block_reductions(struct py_facts *f, struct py_loop *l)
{
    for (uint32_t i = 0; i < l->reductions.count; i++) {
        const struct py_reduction *r = &l->reductions.items[i];
        bool folded = r->op != PY_OP_NONE;

        if (r->exact || !folded)
            continue;
        block(f, l, (struct py_dependence){ .kind = PY_EFFECT_COUNT, .name = name_text(f, r->name),
            .node = r->node, .flow = "flow",
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

static void block_alias(struct py_facts *f, struct py_loop *l, uint32_t use, bool soft, const char *what)
{
    block(f, l, (struct py_dependence){ .kind = PY_EFFECT_COUNT, .node = use, .soft = soft, .flow = "flow",
        .name = py_name(f->tree, use), .unlock = S(""),
        .why = arena_printf(f->arena, "'%.*s' %s", STR_ARG(py_name(f->tree, use)), what) });
}

/* Some statement puts the object of variable `a` into that of `b`: b = [a], b.append(a), b[i] = a. */
static bool is_put_into(struct py_facts *f, uint32_t a, uint32_t b)
{
    const struct py_tree *t = f->tree;

    for (uint32_t use = f->uses_head[a]; use != 0; use = f->uses_next[use]) {
        uint32_t statement = py_statement_of(t, use);
        enum py_kind k = (enum py_kind) t->nodes[statement].kind;

        if (k != PY_Assign && k != PY_Expr && k != PY_AugAssign && k != PY_AnnAssign)
            continue;
        for (uint32_t i = statement; i < t->nodes[statement].extent; i++)
            if (t->nodes[i].kind == PY_Name && t->nodes[use].op == PY_LOAD && py_binding(f->module, i) == b)
                return true;
    }
    return false;
}

/* Another variable may be, or hold, what the loop changes through `name`. Classes settle it when they
 * differ; when they agree only about what hangs below values of unknown type, a check of identities can. */
static void block_alias_of(struct py_facts *f, struct frame *fr, struct py_loop *l, uint32_t name, uint32_t use)
{
    uint32_t width = fr->high - fr->low, a = py_symbol_named(f->module, fr->scope, name);
    uint32_t b = py_binding(f->module, use), held;
    struct py_type type = py_type_of(f, use);
    const struct local *la, *lb;

    if (a == UINT32_MAX || !frame_owns(fr, a) || b == UINT32_MAX || !frame_owns(fr, b) || a == b)
        return;
    la = &fr->locals[a - fr->low];
    lb = &fr->locals[b - fr->low];
    if (lb->self == 0 || la->self == 0 || py_type_scalar(type))
        return;
    held = alias_find(fr, 1 + width + b - fr->low);
    if (held == alias_find(fr, 1 + a - fr->low))
        block_alias(f, l, use, ((type.item | type.item2) & PY_T_OBJECT) != 0 && !is_put_into(f, a, b),
                    "may hold the object that the loop changes");
    else if (py_name_in(&l->elements, name) && (held == alias_find(fr, 1 + width + a - fr->low) ||
             alias_find(fr, 1 + b - fr->low) == alias_find(fr, 1 + width + a - fr->low)))
        block_alias(f, l, use, ((type.is | type.item) & PY_T_OBJECT) != 0,
                    "may share parts with the object that the loop changes");
    else if ((la->self & ~ORIGIN_FRESH) && (lb->self & ~ORIGIN_FRESH) && !py_name_in(&l->targets, f->tree->nodes[use].name))
        block_alias(f, l, use, true, "may be the very object that the loop changes");
}

static bool leads_to(struct py_facts *f, const struct py_loop *l, uint32_t use, uint32_t name)
{
    struct path p = path_of(f, l, use);

    return p.root != 0 && f->tree->nodes[p.root].name == name;
}

/* A use that only a number can have: in a range, as the index of a list, or the name counts. */
static bool is_index(struct py_facts *f, const struct py_loop *l, uint32_t use)
{
    const struct py_tree *t = f->tree;
    uint32_t parent = t->nodes[use].parent;

    return is_counter(f, l, use) || (t->nodes[parent].kind == PY_Subscript && t->nodes[use].field == PY_F_slice) ||
           (t->nodes[parent].kind == PY_Call && t->nodes[use].field == PY_F_args &&
            py_is_builtin(f->module, py_child(t, parent, PY_F_func), S("range")));
}

static void block_aliases(struct py_facts *f, struct frame *fr, struct py_loop *l)
{
    const struct py_tree *t = f->tree;
    py_name_vec changed = { .count = 0 };

    for (uint32_t i = 0; i < l->elements.count; i++)
        *VEC_PUSH(f->arena, &changed) = l->elements.items[i];
    for (uint32_t r = 0; r < l->reductions.count; r++)
        if (l->reductions.items[r].value && l->reductions.items[r].op == PY_OP_NONE &&
            !py_name_in(&changed, l->reductions.items[r].name))
            *VEC_PUSH(f->arena, &changed) = l->reductions.items[r].name;
    for (uint32_t c = 0; c < changed.count; c++)
        for (uint32_t i = l->node + 1; i < t->nodes[l->node].extent; i++)
            if (t->nodes[i].kind == PY_Name && t->nodes[i].op == PY_LOAD &&
                t->nodes[i].name != changed.items[c] && !is_index(f, l, i) &&
                !leads_to(f, l, i, changed.items[c]))
                block_alias_of(f, fr, l, changed.items[c], i);
}

/* Stores of which no two meet need no folding; a dict still remembers the order of its keys. */
static void mark_apart(struct py_facts *f, struct py_loop *l)
{
    for (uint32_t i = 0; i < l->reductions.count; i++) {
        struct py_reduction *r = &l->reductions.items[i];
        bool met = false;

        for (uint32_t b = 0; b < l->blockers.count; b++)
            met = met || str_equal(l->blockers.items[b].name, name_text(f, r->name));
        r->apart = !met && r->index != 0 && py_name_in(&l->elements, r->name) &&
                   py_type_within(py_type_of(f, py_child(f->tree, f->tree->nodes[r->index].parent, PY_F_value)),
                                  PY_T_LIST | PY_T_BYTEARRAY);
    }
}

void loop_blockers(struct py_facts *f, struct frame *fr, struct py_loop *l)
{
    block_effects(f, fr, l, false);
    block_scalars(f, l);
    block_reductions(f, l);
    block_closures(f, l);
    if (l->exits_early)
        block(f, l, (struct py_dependence){ .kind = PY_EFFECT_RAISES, .node = l->exit,
            .why = explain_exit(f, l->exit),
            .unlock = S("compute everything first and look for the end afterwards") });
    if (l->kind == PY_LOOP_WHILE)
        block(f, l, (struct py_dependence){ .kind = PY_EFFECT_COUNT, .node = l->node,
            .name = S("while"), .why = S("whether there is a next iteration depends on this one"),
            .unlock = S("use a for loop over a range or a sequence") });
    if (l->iterable && type_may_run_user_code(py_type_of(f, l->iterable), false))
        block(f, l, (struct py_dependence){ .kind = PY_EFFECT_USER_OPERATOR, .node = l->iterable,
            .soft = true, .why = S("it iterates over an object of unknown type"), .unlock = S("") });
    block_aliases(f, fr, l);
    block_effects(f, fr, l, true);
    mark_apart(f, l);
}


/*
 * facts.c — frames and contexts: the fixpoints behind every answer, and the public calls.
 *
 * A frame is evaluated until a pass changes nothing. While it runs, calls evaluate the frames
 * of their callees; a call of a frame that is being evaluated (recursion) takes what is known
 * of it so far and marks every frame in between as provisional. Provisional frames run again
 * when asked and something anywhere has grown since (`epoch`), so that the functions of one
 * strongly connected component of the call graph reach their common fixpoint together.
 *
 * Bounds: contexts per function, passes per frame, frames on the stack, and node visits in
 * total (proportional to the size of the module). Past a bound the frame says "anything".
 */
#include "facts_internal.h"

#define MAX_CONTEXTS 8u
#define MAX_CONTEXT_NODES 3000u
#define MAX_PASSES 24u
#define MAX_ACTIVE 40u
#define FUEL_PER_NODE 300u
#define FUEL_BASE 200000u

/* ---- frames ----------------------------------------------------------------------- */

static void parameter_nodes(const struct py_tree *t, uint32_t def, uint32_t *nodes, uint32_t *count)
{
    static const enum py_field fields[] = { PY_F_posonlyargs, PY_F_args, PY_F_kwonlyargs };
    uint32_t arguments = py_child(t, def, PY_F_args);

    *count = 0;
    if (arguments == PY_NO_NODE)
        return;
    for (size_t i = 0; i < ARRAY_LEN(fields); i++)
        for (uint32_t c = py_child(t, arguments, fields[i]); c != PY_NO_NODE;
             c = py_next_in(t, arguments, c)) {
            if (nodes != NULL)
                nodes[*count] = c;
            ++*count;
        }
}

uint32_t py_parameter_count(const struct py_facts *f, uint32_t def)
{
    uint32_t count = 0;

    if (def != 0)
        parameter_nodes(f->tree, def, NULL, &count);
    return count;
}

uint32_t py_parameter(const struct py_facts *f, uint32_t def, uint32_t index)
{
    uint32_t arguments = py_child(f->tree, def, PY_F_args), seen = 0;
    static const enum py_field fields[] = { PY_F_posonlyargs, PY_F_args, PY_F_kwonlyargs };

    for (size_t i = 0; i < ARRAY_LEN(fields); i++)
        for (uint32_t c = py_child(f->tree, arguments, fields[i]); c != PY_NO_NODE;
             c = py_next_in(f->tree, arguments, c))
            if (seen++ == index)
                return c;
    return PY_NO_NODE;
}

uint32_t py_argument(const struct py_facts *f, uint32_t call, uint32_t def, uint32_t name)
{
    const struct py_tree *t = py_tree(f->module);
    uint32_t count = py_parameter_count(f, def), argument = py_child(t, call, PY_F_args);

    for (uint32_t k = py_child(t, call, PY_F_keywords); k; k = py_next_in(t, call, k))
        if (t->nodes[k].name == name)
            return py_child(t, k, PY_F_value);
    for (uint32_t i = 0; argument && i < count && t->nodes[argument].kind != PY_Starred; i++) {
        if (t->nodes[py_parameter(f, def, i)].name == name)
            return argument;
        argument = py_next_in(t, call, argument);
    }
    return 0;
}

static void bind_variadic(struct py_facts *f, struct frame *fr, enum py_field field, py_types bits)
{
    uint32_t arguments = py_child(f->tree, fr->def, PY_F_args);
    uint32_t node = arguments ? py_child(f->tree, arguments, field) : PY_NO_NODE;
    struct value v = value_of(type_of_bits(bits), ORIGIN_UNKNOWN);

    v.self = ORIGIN_FRESH;
    if (node != PY_NO_NODE && frame_owns(fr, f->scopes->symbol_of[node]))
        local_assign(fr, f->scopes->symbol_of[node], v);
}

static void bind_parameters(struct py_facts *f, struct frame *fr)
{
    for (uint32_t i = 0; i < fr->parameter_count; i++) {
        uint32_t symbol = f->scopes->symbol_of[py_parameter(f, fr->def, i)];
        struct py_type type = fr->parameters[i];

        if (frame_owns(fr, symbol))
            local_assign(fr, symbol, value_of(type, ORIGIN_PARAMETER(i)));
    }
    if (fr->def != 0) {
        bind_variadic(f, fr, PY_F_vararg, PY_T_TUPLE);
        bind_variadic(f, fr, PY_F_kwarg, PY_T_DICT);
    }
}

/* Variables that inner functions assign hold anything; so do containers that they may change. */
static void open_shared_variables(struct py_facts *f, struct frame *fr)
{
    uint32_t width = fr->high - fr->low;

    for (uint32_t s = fr->low; s < fr->high; s++) {
        const struct py_symbol *symbol = &f->scopes->symbols[s];

        if (symbol->owner != s || (!(symbol->flags & PY_SYM_CELL) && fr->def != 0))
            continue;
        if (py_is_rebound_elsewhere(f, s)) {
            local_assign(fr, s, value_of(type_any(), ORIGIN_UNKNOWN));
            flow_loosen(fr, s);
        }
        if (!only_read_inside(f, s))
            value_escape(fr, (struct value){ .inner = 1 + width + (s - fr->low) });
    }
}

/* A name that the module or a class has not bound yet is looked up further out. */
static void open_fallbacks(struct py_facts *f, struct frame *fr)
{
    struct value any = value_of(type_any(), ORIGIN_UNKNOWN);

    for (uint32_t s = fr->low; s < fr->high; s++) {
        const struct py_symbol *symbol = &f->scopes->symbols[s];
        enum py_scope_kind kind = f->scopes->scopes[symbol->scope].kind;
        str name = f->tree->names[symbol->name];

        if (kind == PY_SCOPE_CLASS)
            fr->now[s - fr->low] = (struct local){ any.type, any.self };
        else if (kind == PY_SCOPE_MODULE && (is_builtin_function(name) || str_starts(name, S("__"))))
            local_assign(fr, s, any);
    }
}

static void find_symbols(const struct py_facts *f, struct frame *fr)
{
    const struct py_scopes *s = f->scopes;

    fr->low = UINT32_MAX;
    for (uint32_t i = fr->scope; i < s->scope_count; i++) {
        if (i > fr->scope && !py_inside(f->tree, s->scopes[i].node, fr->def))
            break;
        if (s->scopes[i].symbol_count == 0)
            continue;
        if (s->scopes[i].first_symbol < fr->low)
            fr->low = s->scopes[i].first_symbol;
        if (s->scopes[i].first_symbol + s->scopes[i].symbol_count > fr->high)
            fr->high = s->scopes[i].first_symbol + s->scopes[i].symbol_count;
    }
    if (fr->low > fr->high)
        fr->low = fr->high;
}

/* What flow.c needs. What loads saw is kept where somebody may ask: in the open context. */
static void frame_flow(struct py_facts *f, struct frame *fr, uint32_t width)
{
    uint32_t end = f->tree->nodes[fr->def].extent;

    fr->arena = f->arena;
    fr->now = ARENA_ARRAY(f->arena, struct local, width + 1);
    fr->loose = ARENA_ARRAY(f->arena, bool, width + 1);
    fr->stamp = ARENA_ARRAY(f->arena, uint32_t, width + 1);
    fr->slot = ARENA_ARRAY(f->arena, uint32_t, width + 1);
    fr->hits = ARENA_ARRAY(f->arena, uint32_t, width + 1);
    if (fr->open)
        fr->seen = ARENA_ARRAY(f->arena, struct local,
                               f->names_before[end] - f->names_before[fr->def] + 1);
}

static struct frame *frame_new(struct py_facts *f, uint32_t def, const struct py_type *types,
                               uint32_t count)
{
    struct frame *fr = ARENA_NEW(f->arena, struct frame);
    uint32_t width;

    fr->def = def;
    fr->scope = def ? py_scope_of_node(f->module, def) : 0;
    fr->open = types == NULL;
    fr->parameter_count = py_parameter_count(f, def);
    fr->parameters = ARENA_ARRAY(f->arena, struct py_type, fr->parameter_count + 1);
    for (uint32_t i = 0; i < fr->parameter_count; i++)
        fr->parameters[i] = types != NULL && i < count ? types[i] : type_any();
    if (fr->open && fr->parameter_count > 0)
        fr->parameters[0] = type_of_self(f, def);
    find_symbols(f, fr);
    width = fr->high - fr->low;
    fr->locals = ARENA_ARRAY(f->arena, struct local, width + 1);
    fr->aliases = ARENA_ARRAY(f->arena, struct alias, 1 + 2 * (size_t) width);
    for (uint32_t i = 0; i < 1 + 2 * width; i++)
        fr->aliases[i].parent = i;
    frame_flow(f, fr, width);
    fr->running = true;
    bind_parameters(f, fr);
    open_shared_variables(f, fr);
    open_fallbacks(f, fr);
    fr->running = false;
    fr->trail.count = 0;
    return fr;
}

static bool same_context(const struct frame *fr, const struct py_type *types, uint32_t count)
{
    if (fr->open != (types == NULL))
        return false;
    for (uint32_t i = 0; !fr->open && i < fr->parameter_count; i++)
        if (!type_equal(fr->parameters[i], i < count ? types[i] : type_any()))
            return false;
    return true;
}

struct frame *frame_for(struct py_facts *f, uint32_t def, const struct py_type *types, uint32_t count)
{
    struct definition *d = definition_at(f, def);
    bool all_any = true;
    struct frame *fr;

    for (uint32_t i = 0; types != NULL && i < count; i++)
        all_any = all_any && type_equal(types[i], type_any());
    if (all_any || f->tree->nodes[def].extent - def > MAX_CONTEXT_NODES)
        types = NULL;
    for (;;) {
        for (fr = d->frames; fr != NULL; fr = fr->next)
            if (same_context(fr, types, count))
                return fr;
        if (types == NULL || d->contexts < MAX_CONTEXTS)
            break;
        types = NULL;
    }
    fr = frame_new(f, def, types, count);
    fr->next = d->frames;
    d->frames = fr;
    d->contexts++;
    return fr;
}

struct frame *frame_open(struct py_facts *f, uint32_t def)
{
    return frame_for(f, def, NULL, 0);
}

/* ---- fixpoint --------------------------------------------------------------------- */

static void give_up(struct py_facts *f, struct frame *fr, str why)
{
    fr->outcome.type = type_any();
    fr->return_self = fr->return_deep = ~(origin_set) 0;
    fr->sink = &fr->outcome.effects;
    effect(f, fr, PY_EFFECT_DYNAMIC, fr->def, why);
    effect(f, fr, PY_EFFECT_UNKNOWN_CALL, fr->def, why);
    fr->seen = NULL;
    for (uint32_t s = fr->low; s < fr->high; s++) {
        local_assign(fr, s, value_of(type_any(), ORIGIN_UNKNOWN));
        flow_loosen(fr, s);
        value_escape(fr, local_load(fr, s));
    }
}

/* One pass over the body; the state of the variables is as before afterwards. */
static void run_body(struct py_facts *f, struct frame *fr)
{
    struct py_type none = type_of_bits(PY_T_NONE);

    fr->dead = false;
    fr->back_cursor = 0;
    fr->running = true;
    run_block(f, fr, fr->def, PY_F_body);
    fr->running = false;
    if (fr->def != 0 && !fr->dead && !(fr->outcome.type.is & PY_T_NONE)) {
        fr->outcome.type = type_join(fr->outcome.type, none);
        fr->changed = true;
    }
    fr->dead = false;
    flow_take(fr, (struct flow_mark){ 0, false });
}

static void run_to_fixpoint(struct py_facts *f, struct frame *fr)
{
    uint64_t before;

    for (uint32_t pass = 0; pass < MAX_PASSES; pass++) {
        before = f->epoch;
        fr->changed = false;
        run_body(f, fr);
        if (!fr->changed && f->epoch == before)
            return;
        f->epoch += fr->changed;
    }
    give_up(f, fr, S("analysis limit"));
}

static void finish_outcome(struct frame *fr)
{
    origin_set from = fr->return_self | fr->return_deep;

    fr->outcome.fresh = fr->outcome.type.is != 0 &&
                        (py_type_scalar(fr->outcome.type) || (from & ~ORIGIN_FRESH) == 0);
}

/* NULL when too many frames are being evaluated. */
const struct frame *frame_evaluate(struct py_facts *f, struct frame *fr)
{
    if (fr->done || fr->active || (fr->epoch == f->epoch + 1))
        return fr;
    if (f->active >= MAX_ACTIVE)
        return NULL;
    fr->active = true;
    fr->depth = ++f->active;
    fr->lowest = fr->depth;
    fr->sink = &fr->outcome.effects;
    if (fr->def != 0 && f->scopes->scopes[fr->scope].dynamic)
        give_up(f, fr, S("dynamic scope"));
    run_to_fixpoint(f, fr);
    f->active--;
    fr->active = false;
    fr->done = fr->lowest >= fr->depth;
    fr->epoch = f->epoch + 1;
    fr->sink = NULL;
    finish_outcome(fr);
    return fr;
}

/* The evaluated open frame whose code `node` is. */
struct frame *frame_around(struct py_facts *f, uint32_t node)
{
    uint32_t def = py_function_of(f->tree, node);
    struct frame *fr = def != 0 ? frame_open(f, def) : f->module_frame;

    frame_evaluate(f, fr);
    return fr;
}

/* ---- public ----------------------------------------------------------------------- */

struct py_facts *py_facts_new(const struct py_module *module, struct arena *arena)
{
    struct py_facts *f = ARENA_NEW(arena, struct py_facts);
    const struct py_scopes *scopes = py_scopes(module);
    const struct py_tree *tree = py_tree(module);

    f->module = module;
    f->tree = tree;
    f->scopes = scopes;
    f->arena = arena;
    f->definition_of = ARENA_ARRAY(arena, uint32_t, tree->count + 1);
    f->uses_next = ARENA_ARRAY(arena, uint32_t, tree->count + 1);
    f->point_of = ARENA_ARRAY(arena, uint32_t, tree->count + 1);
    f->names_before = ARENA_ARRAY(arena, uint32_t, tree->count + 1);
    for (uint32_t i = 0; i < tree->count; i++)
        f->names_before[i + 1] = f->names_before[i] + (tree->nodes[i].kind == PY_Name);
    f->loop_of = ARENA_ARRAY(arena, uint32_t, tree->count + 1);
    f->bindings = ARENA_ARRAY(arena, uint32_t, scopes->symbol_count + 1);
    f->uses_head = ARENA_ARRAY(arena, uint32_t, scopes->symbol_count + 1);
    f->definition_by_symbol = ARENA_ARRAY(arena, uint32_t, scopes->symbol_count + 1);
    f->imports = ARENA_ARRAY(arena, struct imported, scopes->symbol_count + 1);
    f->binders_head = ARENA_ARRAY(arena, uint32_t, scopes->symbol_count + 1);
    f->chains = ARENA_ARRAY(arena, struct chains *, scopes->symbol_count + 1);
    f->inside = ARENA_ARRAY(arena, uint8_t, scopes->symbol_count + 1);
    f->fuel = FUEL_BASE + FUEL_PER_NODE * (uint64_t) tree->count;
    callgraph_build(f);
    classes_build(f);
    f->module_frame = frame_new(f, 0, NULL, 0);
    return f;
}

const struct py_module *py_facts_module(const struct py_facts *f)
{
    return f->module;
}

/* Targets are assigned to: they have no value, and evaluating them would mix what they hold. */
static bool is_targets(const struct py_node *n)
{
    return (n->kind == PY_Tuple || n->kind == PY_List || n->kind == PY_Starred) && n->op != PY_LOAD;
}

struct py_type py_type_of(struct py_facts *f, uint32_t expression)
{
    struct frame *fr = frame_around(f, expression);
    struct value v = { 0 };

    if (!is_targets(&f->tree->nodes[expression]))
        v = eval(f, fr, expression);
    return v.type.is != 0 ? v.type : type_any();
}

/* The effect reads an attribute of a class of the module, which anybody may set. */
static bool is_class_attribute(const struct py_facts *f, const struct py_effect *e)
{
    return f->tree->nodes[e->node].kind == PY_Attribute &&
           f->imports[py_binding(f->module, root_name(f->tree, e->node))].module.len == 0;
}

static const struct py_outcome *outcome_of(struct py_facts *f, struct frame *fr)
{
    static const struct py_outcome nothing = { .type = { PY_T_ANY, PY_T_ANY, PY_T_ANY, PY_T_ANY } };
    struct py_outcome *o = &fr->outcome;

    frame_evaluate(f, fr);
    o->reads_mutable = false;
    for (uint32_t i = 0; i < o->effects.list.count; i++) {
        const struct py_effect *e = &o->effects.list.items[i];
        uint32_t root = root_name(f->tree, e->node);
        uint32_t symbol = root ? py_binding(f->module, root) : UINT32_MAX;

        if (e->kind != PY_EFFECT_READS_GLOBAL && e->kind != PY_EFFECT_READS_CLOSURE)
            continue;
        if (symbol == UINT32_MAX || f->bindings[symbol] > 1 || py_is_rebound_elsewhere(f, symbol) ||
            is_class_attribute(f, e))
            o->reads_mutable = true;
        else if (!only_read_inside(f, symbol) && !py_type_scalar(eval(f, fr, root).type))
            o->reads_mutable = true;
    }
    return o->type.is != 0 || o->effects.kinds != 0 ? o : &nothing;
}

const struct py_outcome *py_function(struct py_facts *f, uint32_t def)
{
    return outcome_of(f, frame_open(f, def));
}

const struct py_outcome *py_call(struct py_facts *f, uint32_t def, const struct py_type *types,
                                 uint32_t count)
{
    return outcome_of(f, frame_for(f, def, types, count));
}

void py_effects_in(struct py_facts *f, uint32_t node, struct py_effects *ret)
{
    struct frame *fr = frame_around(f, node);

    fr->sink = ret;
    fr->locals_visible = true;
    if (py_is_expression((enum py_kind) f->tree->nodes[node].kind))
        eval(f, fr, node);
    else
        run(f, fr, node);
    fr->locals_visible = false;
    fr->sink = NULL;
}

/* ---- effects, read ------------------------------------------------------------------ */

static const struct { const char *word, *text; bool hard; } effect_rows[] = {
#define PY_EFFECT(name, word, hard, text) { word, text, hard },
#include "hasten/py_effects.def"
#undef PY_EFFECT
};

const char *py_effect_word(enum py_effect_kind kind)
{
    return kind < PY_EFFECT_COUNT ? effect_rows[kind].word : "carried_dependence";
}

const char *py_effect_text(enum py_effect_kind kind)
{
    return kind < PY_EFFECT_COUNT ? effect_rows[kind].text : "depends on an earlier iteration";
}

const struct py_effect *py_effect_find(const struct py_effects *e, enum py_effect_kind kind)
{
    for (uint32_t i = 0; i < e->list.count; i++)
        if (e->list.items[i].kind == kind)
            return &e->list.items[i];
    return NULL;
}

const struct py_effect *py_first_hard(const struct py_effects *e)
{
    for (uint32_t i = 0; i < e->list.count; i++)
        if (effect_rows[e->list.items[i].kind].hard)
            return &e->list.items[i];
    return NULL;
}

const struct py_effect *py_first_soft(const struct py_effects *e)
{
    const struct py_effect *found = py_effect_find(e, PY_EFFECT_USER_OPERATOR);

    return found != NULL ? found : py_effect_find(e, PY_EFFECT_USER_ATTRIBUTE);
}

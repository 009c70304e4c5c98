/*
 * effects_function.c — what calling a function or class of this very module does to the caller: the
 * callee's summary, with its parameters replaced by the arguments.
 *
 * Effects on the callee's own locals stay with it. Effects on a closure are effects on the
 * caller's own variable when the caller owns that variable.
 */
#include "effects_call.h"

/* A callee changed a variable of an enclosing function: when that is us, it is our local. */
static void apply_closure(struct py_facts *f, struct frame *fr, const struct py_effect *e)
{
    bool owned = false;

    for (uint32_t s = fr->low; s < fr->high; s++) {
        const struct py_symbol *symbol = &f->scopes->symbols[s];
        struct value v;

        if (!(symbol->flags & PY_SYM_CELL) || fr->locals[s - fr->low].type.is == 0 ||
            !str_equal(f->tree->names[symbol->name], e->name))
            continue;
        owned = true;
        v = local_load(fr, s);
        if (e->kind == PY_EFFECT_REBINDS_NONLOCAL)
            effect(f, fr, PY_EFFECT_MUTATES_LOCAL, e->node, e->name);
        else if (e->kind == PY_EFFECT_MUTATES_CLOSURE) {
            value_escape(fr, v);
            effect_mutates(f, fr, v, e->node);
            effect(f, fr, PY_EFFECT_MUTATES_LOCAL, e->node, e->name);
        }
    }
    if (!owned || (e->kind == PY_EFFECT_READS_CLOSURE && fr->locals_visible))
        effect(f, fr, e->kind, e->node, e->name);
}

/* What the callee put into its arguments, in terms of the caller. */
static struct value stored_in_arguments(struct frame *fr, const struct frame *callee,
                                        const struct value *bound, uint32_t count,
                                        const struct arguments *given)
{
    origin_set from = callee->parameter_deep;
    struct value v = { .type = { .is = callee->parameter_stored }, .deep = from & ~ORIGIN_PARAMETERS };
    const struct value any = from & (ORIGIN_UNKNOWN | ORIGIN_CLOSURE) ? any_argument(fr, given)
                                                                     : (struct value){ 0 };

    if (from & ORIGIN_CLOSURE)
        v.deep |= ORIGIN_UNKNOWN;
    for (uint32_t i = 0; i <= count; i++) {
        const struct value *a = i < count ? &bound[i] : &any;

        if (i < count && !(from & ORIGIN_PARAMETER(i)))
            continue;
        v.deep |= a->self | a->deep;
        v.inner = alias_unify(fr, alias_unify(fr, v.inner, a->same), a->inner);
    }
    return v;
}

/* A temporary that nobody else can see may change. */
static bool is_visible(struct value v)
{
    return (v.self & ~ORIGIN_FRESH) != 0 || v.same != 0;
}

static void apply_mutation(struct py_facts *f, struct frame *fr, const struct frame *callee,
                           const struct py_effect *e, const struct value *bound,
                           const uint32_t *nodes, uint32_t count, struct arguments *a)
{
    struct value v = e->parameter < count ? bound[e->parameter] : any_argument(fr, a);

    if (is_visible(v))
        effect_mutates(f, fr, v,
                       e->parameter < count && nodes[e->parameter] ? nodes[e->parameter] : e->node);
    value_store(fr, v, stored_in_arguments(fr, callee, bound, count, a), PY_T_ANY);
    if (callee->parameter_stored == PY_T_ANY)
        value_escape(fr, v);
}

static void apply_effects(struct py_facts *f, struct frame *fr, const struct frame *callee,
                          const struct value *bound, const uint32_t *nodes, uint32_t count,
                          struct arguments *a)
{
    const struct py_effects *effects = &callee->outcome.effects;

    for (uint32_t i = 0; i < effects->list.count; i++) {
        const struct py_effect e = effects->list.items[i];

        switch (e.kind) {
        case PY_EFFECT_MUTATES_PARAMETER:
            apply_mutation(f, fr, callee, &e, bound, nodes, count, a);
            break;
        case PY_EFFECT_MUTATES_CLOSURE: case PY_EFFECT_REBINDS_NONLOCAL:
        case PY_EFFECT_READS_CLOSURE:
            apply_closure(f, fr, &e);
            break;
        default:
            effect(f, fr, e.kind, e.node, e.name);
        }
    }
    if (effects->kinds & (1u << PY_EFFECT_UNKNOWN_CALL | 1u << PY_EFFECT_MUTATES_GLOBAL |
                          1u << PY_EFFECT_REBINDS_GLOBAL | 1u << PY_EFFECT_MUTATES_CLOSURE |
                          1u << PY_EFFECT_MUTATES_UNKNOWN | 1u << PY_EFFECT_REBINDS_NONLOCAL))
        for (uint32_t i = 0; i < count; i++)
            value_escape(fr, bound[i]);
    if (effects->kinds & (1u << PY_EFFECT_UNKNOWN_CALL | 1u << PY_EFFECT_MUTATES_GLOBAL |
                          1u << PY_EFFECT_REBINDS_GLOBAL | 1u << PY_EFFECT_MUTATES_CLOSURE |
                          1u << PY_EFFECT_MUTATES_UNKNOWN | 1u << PY_EFFECT_REBINDS_NONLOCAL))
        escape_arguments(fr, a);
}

static struct value any_or_none(struct frame *fr, const struct arguments *a, bool wanted)
{
    return wanted ? any_argument(fr, a) : (struct value){ 0 };
}

/* What comes back, in terms of the caller. */
static struct value result_of(struct frame *fr, const struct frame *callee,
                              const struct value *arguments, uint32_t count,
                              const struct arguments *given)
{
    origin_set from = callee->return_self | callee->return_deep;
    struct value v = value_of(callee->outcome.type, (from & ~ORIGIN_PARAMETERS) | ORIGIN_FRESH);

    if (v.self == 0)
        return v;
    v.self = (callee->return_self & ~ORIGIN_PARAMETERS);
    v.deep = from & ~ORIGIN_PARAMETERS;
    if (from & ORIGIN_CLOSURE)
        v.self |= ORIGIN_UNKNOWN, v.deep |= ORIGIN_UNKNOWN;
    for (uint32_t i = 0; i <= count; i++) {
        const struct value any = any_or_none(fr, given, i == count && (from & ORIGIN_UNKNOWN));
        const struct value *a = i < count ? &arguments[i] : &any;
        origin_set mask = i < count ? ORIGIN_PARAMETER(i) : ORIGIN_UNKNOWN;

        if (!(from & mask))
            continue;
        v.self |= a->self | a->deep;
        v.deep |= a->self | a->deep;
        v.same = alias_unify(fr, v.same, a->same);
        v.inner = alias_unify(fr, alias_unify(fr, v.inner, a->inner), a->same);
        v.same = alias_unify(fr, v.same, v.inner);
    }
    return v;
}

/* Puts call arguments in the order of the parameters; false when that cannot be told. */
static bool bind_arguments(struct py_facts *f, uint32_t def, const struct arguments *a,
                           uint32_t skip, struct value *bound, uint32_t *nodes, uint32_t count)
{
    const struct py_tree *t = f->tree;
    uint32_t position = skip;

    for (uint32_t i = 0; i < a->count; i++) {
        uint32_t slot = position;

        if (t->nodes[a->nodes[i]].kind == PY_keyword) {
            for (slot = 0; slot < count; slot++)
                if (t->nodes[py_parameter(f, def, slot)].name == t->nodes[a->nodes[i]].name)
                    break;
        } else {
            position++;
        }
        if (slot >= count)
            return false;
        bound[slot] = a->values[i];
        nodes[slot] = a->nodes[i];
    }
    return !a->starred;
}

/* def m(*args): the object is in `args`. */
static bool has_variadic_self(struct py_facts *f, uint32_t def, const struct value *self)
{
    return self != NULL && py_parameter_count(f, def) == 0;
}

static struct value default_value(struct py_facts *f, uint32_t def, uint32_t parameter)
{
    const struct py_tree *t = f->tree;
    uint32_t arg = py_parameter(f, def, parameter), next = t->nodes[arg].extent;

    if (next < t->count && t->nodes[next].parent == t->nodes[arg].parent &&
        t->nodes[next].kind == PY_Constant)
        return eval(f, f->module_frame, next);
    return value_of(type_any(), ORIGIN_GLOBAL);
}

/* A call, with its arguments in the order of the parameters. */
struct binding {
    struct value bound[MAX_ARGUMENTS];
    uint32_t nodes[MAX_ARGUMENTS]; /* of the argument, 0 for a default */
    struct py_type types[MAX_ARGUMENTS];
    uint32_t count;
    bool sure; /* each argument has its place; else any of them may be anywhere */
};

/* False when the call never happens: an argument has no value, or it raises TypeError. */
static bool bind_call(struct py_facts *f, struct frame *fr, uint32_t def, const struct arguments *a,
                      const struct value *self, struct binding *b)
{
    uint32_t first = self != NULL;

    *b = (struct binding){ .count = py_parameter_count(f, def) };
    if (first > b->count)
        return false;
    if (self != NULL) {
        b->bound[0] = *self;
        b->nodes[0] = a->receiver;
        b->types[0] = self->type;
    }
    b->sure = bind_arguments(f, def, a, first, b->bound, b->nodes, b->count);
    for (uint32_t i = first; i < b->count; i++) {
        if (b->nodes[i] != 0 && b->bound[i].type.is == 0)
            return false;
        if (!b->sure)
            b->bound[i] = any_argument(fr, a);
        else if (b->nodes[i] == 0)
            b->bound[i] = default_value(f, def, i);
        b->types[i] = b->bound[i].type;
    }
    return true;
}

static struct value run_call(struct py_facts *f, struct frame *fr, uint32_t call, uint32_t def,
                             struct arguments *a, struct binding *b)
{
    struct frame *target = frame_for(f, def, b->sure ? b->types : NULL, b->sure ? b->count : 0);
    const struct frame *callee = frame_evaluate(f, target);

    a->target = callee;
    if (callee == NULL)
        return unknown_call(f, fr, call, function_name(f, call), a);
    if (!callee->done && callee->lowest < fr->lowest)
        fr->lowest = callee->lowest;
    apply_effects(f, fr, callee, b->bound, b->nodes, b->count, a);
    return result_of(fr, callee, b->bound, b->count, a);
}

struct value call_function(struct py_facts *f, struct frame *fr, uint32_t call, uint32_t def,
                           struct arguments *a, const struct value *self)
{
    struct binding b;

    a->target = NULL;
    if (py_parameter_count(f, def) > MAX_ARGUMENTS || has_variadic_self(f, def, self)) {
        if (self != NULL)
            value_escape(fr, *self);
        return unknown_call(f, fr, call, function_name(f, call), a);
    }
    if (!bind_call(f, fr, def, a, self, &b))
        return (struct value){ 0 };
    return run_call(f, fr, call, def, a, &b);
}

struct value call_constructor(struct py_facts *f, struct frame *fr, uint32_t call, uint32_t init,
                              const struct class *c, struct arguments *a)
{
    struct value self = value_fresh(type_of_bits(PY_T_OBJECT)), stored;
    py_types shape;
    struct binding b;

    if (py_parameter_count(f, init) > MAX_ARGUMENTS || has_variadic_self(f, init, &self))
        return unknown_call(f, fr, call, function_name(f, call), a);
    if (!bind_call(f, fr, init, a, &self, &b))
        return (struct value){ 0 };
    shape = shape_for(f, c, b.sure ? b.types + 1 : NULL, b.sure ? b.count - 1 : 0);
    self.type = b.types[0] = b.bound[0].type = type_of_bits(shape);
    run_call(f, fr, call, init, a, &b);
    if (a->target == NULL)
        return value_of(type_any(), ORIGIN_UNKNOWN | ORIGIN_FRESH);
    for (uint32_t i = 0; i < f->shape_count; i++)
        if (shape == PY_T_INSTANCE(i) && !f->shapes[i].open)
            f->shapes[i].init = a->target;
    stored = stored_in_arguments(fr, a->target, b.bound, b.count, a);
    self.deep |= stored.deep;
    self.inner = stored.inner;
    return self;
}

/* The __init__ of a class without bases, decorators and own __new__; 0 with *ret_plain when the
 * class has none and still is that simple. */
static uint32_t constructor_of(struct py_facts *f, uint32_t class, bool *ret_plain)
{
    const struct py_tree *t = f->tree;
    uint32_t init = 0;

    *ret_plain = py_child(t, class, PY_F_bases) == PY_NO_NODE &&
                 py_child(t, class, PY_F_keywords) == PY_NO_NODE;
    for (uint32_t c = py_child(t, class, PY_F_body); c != PY_NO_NODE; c = py_next_in(t, class, c)) {
        str name = t->nodes[c].kind == PY_FunctionDef ? py_name(t, c) : S("");

        if (str_equal(name, S("__init__"))) {
            *ret_plain = *ret_plain && init == 0 && definition_at(f, c)->plain;
            init = c;
        }
        if (str_equal(name, S("__new__")) || str_starts(name, S("__setattr")) ||
            str_starts(name, S("__getattr")))
            *ret_plain = false;
    }
    return init;
}

struct value call_class(struct py_facts *f, struct frame *fr, uint32_t call, uint32_t class,
                               struct arguments *a)
{
    struct value v = value_fresh(type_of_bits(PY_T_OBJECT)), self = v;
    bool plain;
    uint32_t init = constructor_of(f, class, &plain);

    if (!plain)
        return unknown_call(f, fr, call, function_name(f, call), a);
    if (init != 0)
        call_function(f, fr, call, init, a, &self);
    v.deep |= a->all.self | a->all.deep;
    v.inner = alias_unify(fr, any_argument(fr, a).same, any_argument(fr, a).inner);
    return v;
}

/*
 * effects_call.c — what calls do.
 *
 * In this order: a function or class of the module whose name is bound once (effects_function.c); a builtin that
 * nobody shadowed; a function of a known library module; a method of a builtin type. Everything
 * else is an unknown call: it may do anything, keep its arguments and change them.
 * The three .def tables hold what is known; one line extends them.
 */
#include "effects_call.h"

enum needs { PURE, READ, DEEP, ITERATE, COMPARE, CALL_FIRST, IO, IDENTITY, DYNAMIC, NEXT,
             RANDOM, CLOCK, CONTEXT, ATTRIBUTE, OPAQUE };
enum contents { NOTHING, ITEMS, ITEM, ARGUMENT, TUPLES, NUMBERED, NUMBERS, SUM, UNKNOWN, SAME, GET,
                KEYS, PAIRS, STRINGS };
enum does { READS, CHECKS, ADDS, EXTENDS, CHANGES, TAKES };

struct builtin {
    str name;
    enum needs needs;
    py_types result;
    enum contents contents;
};

static const struct builtin builtins[] = {
#define BUILTIN(name, needs, result, contents) { S_INIT(#name), needs, result, contents },
#include "effects_builtins.def"
#undef BUILTIN
};

struct method {
    str name;
    py_types on;
    enum does does;
    py_types result;
    enum contents contents;
};

static const struct method methods[] = {
#define DEEP CHECKS
#define METHOD(name, on, does, result, contents) { S_INIT(#name), on, does, result, contents },
#include "effects_methods.def"
#undef METHOD
#undef DEEP
};

struct library {
    str module, name;
    enum needs needs;
    py_types result;
};

static const struct library libraries[] = {
#define LIBRARY(module, name, needs, result) { S_INIT(module), S_INIT(name), needs, result },
#include "effects_stdlib.def"
#undef LIBRARY
};

static const struct builtin *find_builtin(str name)
{
    for (size_t i = 0; i < ARRAY_LEN(builtins); i++)
        if (str_equal(builtins[i].name, name))
            return &builtins[i];
    return NULL;
}

bool is_builtin_function(str name)
{
    return find_builtin(name) != NULL;
}

/* Passing two objects to one call does not make them share anything. */
static struct value unaliased(struct value v)
{
    v.same = v.inner = 0;
    return v;
}

/* One value that may be any of the arguments, or be part of them. */
struct value any_argument(struct frame *fr, const struct arguments *a)
{
    struct value v = a->all;

    for (uint32_t i = 0; i < a->count; i++) {
        v.same = alias_unify(fr, v.same, a->values[i].same);
        v.inner = alias_unify(fr, v.inner, a->values[i].inner);
    }
    if (a->starred)
        v.same = v.inner = alias_unify(fr, v.same, v.inner);
    return v;
}

void escape_arguments(struct frame *fr, const struct arguments *a)
{
    for (uint32_t i = 0; i < a->count; i++)
        value_escape(fr, a->values[i]);
    value_escape(fr, a->all);
}

static void eval_arguments(struct py_facts *f, struct frame *fr, uint32_t call, struct arguments *a)
{
    const struct py_tree *t = f->tree;

    for (uint32_t c = py_first(t, call); c != PY_NO_NODE; c = py_next(t, call, c)) {
        uint32_t node = t->nodes[c].kind == PY_keyword ? py_child(t, c, PY_F_value) : c;
        struct value v;

        if (t->nodes[c].field == PY_F_func)
            continue;
        v = eval(f, fr, node);
        a->all = value_join(fr, a->all, unaliased(v));
        if (t->nodes[c].kind == PY_Starred || (t->nodes[c].kind == PY_keyword && !t->nodes[c].name) ||
            a->count == MAX_ARGUMENTS) {
            a->all = value_join(fr, a->all, unaliased(iterate(f, fr, v, node)));
            a->starred = true;
        }
        if (t->nodes[c].kind == PY_keyword && str_equal(py_name(t, c), S("key")))
            a->key = node;
        if (a->count < MAX_ARGUMENTS) {
            a->nodes[a->count] = c;
            a->values[a->count++] = v;
        }
    }
}

struct value unknown_call(struct py_facts *f, struct frame *fr, uint32_t node, str name,
                                 struct arguments *a)
{
    effect(f, fr, PY_EFFECT_UNKNOWN_CALL, node, name);
    escape_arguments(fr, a);
    return value_of(type_any(), ORIGIN_UNKNOWN | ORIGIN_FRESH);
}

/* ---- functions as values ---------------------------------------------------------------- */

/* The function named by `node` is called with `argument`, by map(), sorted(key=) and the like. */
static struct value call_value(struct py_facts *f, struct frame *fr, uint32_t call, uint32_t node,
                               struct value argument)
{
    struct arguments a = { .values = { argument }, .count = 1, .all = unaliased(argument),
                           .starred = true };
    uint32_t def = resolve_function(f, node);
    const struct builtin *b;

    if (argument.type.is == 0)
        return (struct value){ 0 };
    if (f->tree->nodes[node].kind == PY_Lambda)
        return eval_lambda(f, fr, node, argument);
    if (def != 0 && f->tree->nodes[def].kind == PY_FunctionDef) {
        a.starred = py_parameter_count(f, def) != 1;
        a.nodes[0] = node;
        return call_function(f, fr, call, def, &a, NULL);
    }
    b = f->tree->nodes[node].kind == PY_Name && py_binding(f->module, node) == UINT32_MAX
            ? find_builtin(py_name(f->tree, node)) : NULL;
    if (b == NULL || b->needs > DEEP || b->contents != NOTHING)
        return unknown_call(f, fr, call, py_text(f->tree, node), &a);
    if (type_may_run_user_code(argument.type, b->needs == DEEP))
        effect_operator(f, fr, call);
    return value_fresh(type_of_bits(b->result));
}

/* ---- builtins ----------------------------------------------------------------------------- */

static struct value holding(struct frame *fr, py_types bits, struct value item)
{
    struct value v = value_fresh(type_container(bits, item.type, 0));

    if (v.self == 0)
        return v;
    v.deep |= item.self | item.deep;
    v.inner = alias_unify(fr, item.same, item.inner);
    return v;
}

static struct value typed(py_types bits)
{
    return value_fresh(type_of_bits(bits));
}

/* sum() starts at 0 and adds; only numbers keep their type. */
static struct value sum_of(struct value item)
{
    if (!py_type_within(item.type, PY_T_NUMBER))
        return value_of(type_any(), ORIGIN_UNKNOWN | ORIGIN_FRESH);
    return typed(PY_T_INT | (item.type.is & ~PY_T_BOOL));
}

static struct value contents_of(struct frame *fr, const struct builtin *b, struct arguments *a,
                                struct value item)
{
    struct value v;

    switch (b->contents) {
    case NOTHING: return b->result ? typed(b->result) : value_of(type_any(), ORIGIN_UNKNOWN);
    case ITEMS: return holding(fr, b->result, item);
    case ITEM: return a->count > 1 ? value_join(fr, item, a->values[1]) : item;
    case ARGUMENT: return a->count > 1 && a->key == 0 ? value_join(fr, any_argument(fr, a), item) : item;
    case TUPLES: return holding(fr, b->result, holding(fr, PY_T_TUPLE, item));
    case NUMBERED:
        v = value_join(fr, item, typed(PY_T_INT));
        return holding(fr, b->result, holding(fr, PY_T_TUPLE, v));
    case NUMBERS: return holding(fr, b->result, typed(PY_T_INT | PY_T_FLOAT));
    case SUM: return sum_of(item);
    default:
        v = value_fresh(b->result ? type_of_bits(b->result) : type_any());
        v.deep |= a->all.self | a->all.deep | ORIGIN_UNKNOWN;
        v.inner = alias_unify(fr, any_argument(fr, a).same, any_argument(fr, a).inner);
        return v;
    }
}

static struct value iterate_all(struct py_facts *f, struct frame *fr, struct arguments *a, uint32_t from)
{
    struct value item = { 0 };

    for (uint32_t i = from; i < a->count; i++)
        if (f->tree->nodes[a->nodes[i]].kind != PY_keyword)
            item = value_join(fr, item, iterate(f, fr, a->values[i], a->nodes[i]));
    return item;
}

/* min(a, b) gives one of its arguments, min(xs) one of the items. */
static struct value items_taken(struct py_facts *f, struct frame *fr, const struct builtin *b,
                                struct arguments *a)
{
    struct value v = { 0 };

    if (b->contents == ARGUMENT && a->count > 1 &&
        f->tree->nodes[a->nodes[1]].kind != PY_keyword && !a->starred)
        return any_argument(fr, a);
    for (uint32_t i = 0; i < a->count; i++)
        if (f->tree->nodes[a->nodes[i]].kind == PY_keyword &&
            !str_equal(py_name(f->tree, a->nodes[i]), S("key")) && b->contents == ARGUMENT)
            v = a->values[i]; /* default= */
    if (b->contents == TUPLES || b->contents == SUM)
        return value_join(fr, v, iterate_all(f, fr, a, 0));
    return a->count ? value_join(fr, v, iterate(f, fr, a->values[0], a->nodes[0])) : v;
}

static struct value call_first(struct py_facts *f, struct frame *fr, uint32_t call,
                               const struct builtin *b, struct arguments *a)
{
    struct value item = iterate_all(f, fr, a, 1), result;

    if (a->count == 0 || a->starred)
        return unknown_call(f, fr, call, b->name, a);
    result = call_value(f, fr, call, a->nodes[0], item);
    return holding(fr, b->result, str_equal(b->name, S("map")) ? result : item);
}

static bool needs_effect(struct py_facts *f, struct frame *fr, uint32_t call, enum needs needs, str name)
{
    static const struct { enum needs needs; enum py_effect_kind kind; } rows[] = {
        { IO, PY_EFFECT_IO }, { RANDOM, PY_EFFECT_RANDOM }, { CLOCK, PY_EFFECT_CLOCK },
        { DYNAMIC, PY_EFFECT_DYNAMIC }, { IDENTITY, PY_EFFECT_IDENTITY }, { CONTEXT, PY_EFFECT_IO },
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        if (rows[i].needs != needs)
            continue;
        effect(f, fr, rows[i].kind, call, name);
        return true;
    }
    return false;
}

static void check_arguments(struct py_facts *f, struct frame *fr, uint32_t call, enum needs needs,
                            struct arguments *a)
{
    bool deep = needs == DEEP || needs == COMPARE;

    for (uint32_t i = 0; i < a->count; i++)
        if (a->nodes[i] != a->key && py_child(f->tree, a->nodes[i], PY_F_value) != a->key)
            if (type_may_run_user_code(a->values[i].type, deep) && a->values[i].type.is != PY_T_FUNCTION)
                effect_operator(f, fr, call);
}

static struct value call_builtin(struct py_facts *f, struct frame *fr, uint32_t call,
                                 const struct builtin *b, struct arguments *a)
{
    struct value item = { 0 };

    if (needs_effect(f, fr, call, b->needs, b->name)) {
        if (b->needs == IO && type_may_run_user_code(a->all.type, true))
            effect_operator(f, fr, call);
        if (b->needs == DYNAMIC)
            escape_arguments(fr, a);
        return b->result ? typed(b->result) : value_of(type_any(), ORIGIN_UNKNOWN);
    }
    if (b->needs == CALL_FIRST)
        return call_first(f, fr, call, b, a);
    if (b->needs == OPAQUE)
        return unknown_call(f, fr, call, b->name, a);
    if (b->needs == ATTRIBUTE) {
        effect_attribute(f, fr, call, b->name);
        escape_arguments(fr, a);
    }
    if (b->needs == NEXT) {
        if (a->count > 0)
            effect_mutates(f, fr, a->values[0], a->nodes[0]);
        effect(f, fr, PY_EFFECT_CONSUMES, call,
               a->count && root_name(f->tree, a->nodes[0])
                   ? py_name(f->tree, root_name(f->tree, a->nodes[0])) : S(""));
    }
    if (b->needs != PURE && b->needs != ITERATE)
        check_arguments(f, fr, call, b->needs, a);
    if (b->needs == ITERATE || b->needs == COMPARE || b->needs == NEXT || b->contents == ITEMS)
        item = items_taken(f, fr, b, a);
    if (a->key != 0)
        call_value(f, fr, call, a->key, item);
    return contents_of(fr, b, a, item);
}

/* ---- libraries and methods -------------------------------------------------------------- */

static const struct library *find_library(str module, str name)
{
    const struct library *any = NULL;

    for (size_t i = 0; i < ARRAY_LEN(libraries); i++) {
        if (!str_equal(libraries[i].module, module))
            continue;
        if (str_equal(libraries[i].name, name))
            return &libraries[i];
        if (str_equal(libraries[i].name, S("*")))
            any = &libraries[i];
    }
    return any;
}

static struct value call_library(struct py_facts *f, struct frame *fr, uint32_t call,
                                 const struct library *l, struct arguments *a)
{
    struct value v;

    if (needs_effect(f, fr, call, l->needs, l->name)) {
        escape_arguments(fr, a);
        return value_of(type_of_bits(l->result), ORIGIN_UNKNOWN | ORIGIN_FRESH);
    }
    for (uint32_t i = 0; i < a->count; i++) {
        if (type_may_run_user_code(a->values[i].type, l->needs == DEEP))
            effect_operator(f, fr, call);
        if ((a->values[i].type.is & PY_T_ITERATOR) && !py_type_scalar(a->values[i].type))
            iterate(f, fr, a->values[i], a->nodes[i]);
    }
    v = value_fresh(type_of_bits(l->result));
    if (v.self != 0) {
        v.deep |= a->all.self | a->all.deep;
        v.inner = alias_unify(fr, any_argument(fr, a).same, any_argument(fr, a).inner);
    }
    return v;
}

static struct value method_result(struct frame *fr, const struct method *m, struct value object,
                                  struct arguments *a)
{
    struct value item = value_element(fr, object, type_item(object.type));
    struct py_type key = type_of_bits(object.type.key);

    switch (m->contents) {
    case NOTHING: return typed(m->result);
    case ITEM: return value_join(fr, item, any_argument(fr, a));
    case GET: return value_join(fr, value_join(fr, item, any_argument(fr, a)), typed(PY_T_NONE));
    case ITEMS: return holding(fr, m->result, item);
    case KEYS: return holding(fr, m->result, value_element(fr, object, key));
    case PAIRS:
        item = value_join(fr, item, value_element(fr, object, key));
        return holding(fr, m->result, holding(fr, PY_T_TUPLE, item));
    case STRINGS: return holding(fr, m->result, typed(PY_T_STR));
    case SAME: {
        struct value copy = value_fresh(object.type);

        copy.deep |= object.deep;
        copy.inner = object.inner;
        return copy;
    }
    default: {
        struct value v = value_fresh(type_of_bits(m->result ? m->result : PY_T_ANY));

        v.deep |= a->all.self | a->all.deep | object.deep | ORIGIN_UNKNOWN;
        v.inner = alias_unify(fr, alias_unify(fr, object.inner, any_argument(fr, a).inner),
                              any_argument(fr, a).same);
        return v;
    }
    }
}

static void method_effects(struct py_facts *f, struct frame *fr, uint32_t call, uint32_t receiver,
                           const struct method *m, struct value object, struct arguments *a)
{
    bool hashes = (object.type.is & (PY_T_SET | PY_T_DICT)) != 0 || m->does == CHECKS ||
                  m->does == CHANGES;

    if (hashes && (type_may_run_user_code(a->all.type, true) ||
                   ((m->does == CHECKS || m->does == CHANGES) &&
                    type_may_run_user_code(object.type, true))))
        effect_operator(f, fr, call);
    if (m->does >= ADDS)
        effect_mutates(f, fr, object, receiver);
    if (m->does == ADDS)
        value_store(fr, object, any_argument(fr, a), object.type.is & PY_T_DICT ? type_all_bits(a->all.type) : 0);
    if (m->does == EXTENDS)
        for (uint32_t i = 0; i < a->count; i++)
            value_store(fr, object, iterate(f, fr, a->values[i], a->nodes[i]),
                        object.type.is & PY_T_DICT ? PY_T_ANY : 0);
    if (m->does == EXTENDS && (object.type.is & PY_T_DICT))
        value_escape(fr, object);
    if (a->key != 0 && m->does == CHANGES)
        call_value(f, fr, call, a->key, value_element(fr, object, type_item(object.type)));
    if (m->does == READS || m->does == CHECKS)
        for (uint32_t i = 0; i < a->count; i++)
            if (a->values[i].type.is & PY_T_ITERATOR)
                iterate(f, fr, a->values[i], a->nodes[i]);
}

static const struct method *find_method(str name)
{
    for (size_t i = 0; i < ARRAY_LEN(methods); i++)
        if (str_equal(methods[i].name, name))
            return &methods[i];
    return NULL;
}

/* Some class of the module has a method of that name. */
static bool is_user_method(struct py_facts *f, str name)
{
    for (uint32_t i = 0; i < f->definition_count; i++) {
        uint32_t node = f->definitions[i].node;

        if (str_equal(py_name(f->tree, node), name) &&
            f->tree->nodes[f->tree->nodes[node].parent].kind == PY_ClassDef)
            return true;
    }
    return false;
}

static struct value call_method(struct py_facts *f, struct frame *fr, uint32_t call, uint32_t func,
                                struct arguments *a)
{
    uint32_t receiver = py_child(f->tree, func, PY_F_value);
    str name = py_name(f->tree, func);
    const struct method *m = find_method(name);
    struct value object, v;

    if (call_class_member(f, fr, call, a, &v))
        return v;
    object = eval(f, fr, receiver);
    if (object.type.is == 0)
        return (struct value){ 0 };
    if (is_instance(object.type))
        return call_instance_method(f, fr, call, object, a);
    if (m == NULL || (object.type.is & (m->on | PY_T_OBJECT)) == 0 || a->starred ||
        ((object.type.is & PY_T_INSTANCES) && !(object.type.is & PY_T_OBJECT))) {
        value_escape(fr, object);
        return unknown_call(f, fr, call, function_name(f, call), a);
    }
    if (object.type.is & PY_T_OBJECT) {
        value_escape(fr, object);
        if (is_user_method(f, name) || m->does >= ADDS)
            return effect_mutates(f, fr, object, receiver), unknown_call(f, fr, call, name, a);
        effect(f, fr, PY_EFFECT_USER_ATTRIBUTE, call, name);
        v = value_element(fr, object, type_any());
        v.self |= ORIGIN_UNKNOWN;
        v.deep |= ORIGIN_UNKNOWN | a->all.self | a->all.deep;
        return v;
    }
    object.type.is &= m->on; /* another type would raise AttributeError */
    method_effects(f, fr, call, receiver, m, object, a);
    return method_result(fr, m, object, a);
}

/* Awaiting f(x) does what the body of f does. */
struct value eval_await(struct py_facts *f, struct frame *fr, uint32_t call, uint32_t coroutine)
{
    struct arguments a = { .count = 0 };

    eval_arguments(f, fr, call, &a);
    return call_function(f, fr, call, coroutine, &a, NULL);
}

/* ---- the door ----------------------------------------------------------------------------- */

struct value eval_call(struct py_facts *f, struct frame *fr, uint32_t call)
{
    const struct py_tree *t = f->tree;
    uint32_t func = py_child(t, call, PY_F_func), def = resolve_function(f, func);
    const struct class *class = class_named(f, func);
    struct arguments a = { .count = 0 };
    const struct imported *import;
    const struct library *l;
    const struct builtin *b;
    str name;

    eval_arguments(f, fr, call, &a);
    if (class != NULL)
        return call_plain_class(f, fr, call, class, &a);
    if (def != 0)
        return t->nodes[def].kind == PY_ClassDef ? call_class(f, fr, call, def, &a)
                                                 : call_function(f, fr, call, def, &a, NULL);
    import = resolve_import(f, func, &name);
    if (import != NULL) {
        l = find_library(import->module, name);
        return l ? call_library(f, fr, call, l, &a)
                 : unknown_call(f, fr, call, function_name(f, call), &a);
    }
    if (t->nodes[func].kind == PY_Attribute)
        return call_method(f, fr, call, func, &a);
    b = t->nodes[func].kind == PY_Name && py_binding(f->module, func) == UINT32_MAX && !f->dynamic
            ? find_builtin(py_name(t, func)) : NULL;
    if (b != NULL && !(a.starred && b->needs == CALL_FIRST))
        return call_builtin(f, fr, call, b, &a);
    eval(f, fr, func);
    return unknown_call(f, fr, call, function_name(f, call), &a);
}

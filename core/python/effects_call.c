/*
 * effects_call.c — what calls do.
 *
 * In this order: a function or class of the module whose name is bound once (effects_function.c); a builtin that
 * nobody shadowed; a function of a known library module (effects_library.c); a method of a known
 * type (effects_method.c). Everything else is an unknown call: it may do anything, keep its
 * arguments and change them. The .def tables hold what is known; one line extends them.
 */
#include "effects_call.h"

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

/* These return what a special method of the argument returns, as it is. int(), float(), len() and the like
 * make an exact int or float of it. */
static bool hands_on(str name)
{
    static const str names[] = { S_INIT("str"),    S_INIT("repr"),  S_INIT("ascii"), S_INIT("format"), S_INIT("bytes"),
                                 S_INIT("abs"),    S_INIT("round"), S_INIT("pow"),   S_INIT("divmod"),
                                 S_INIT("reversed") };

    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (str_equal(name, names[i]))
            return true;
    return false;
}

struct value handed_on(py_types bits, bool user)
{
    bool text = (bits & ~(py_types) (PY_T_STR | PY_T_BYTES)) == 0;

    if (!user)
        return typed(bits);
    return value_of(text ? type_of_bits(bits | PY_T_OBJECT) : type_any(), ORIGIN_UNKNOWN | ORIGIN_FRESH);
}

/* ---- functions as values ---------------------------------------------------------------- */

/* The function named by `node` is called with `argument`, by map(), sorted(key=) and the like. */
struct value call_value(struct py_facts *f, struct frame *fr, uint32_t call, uint32_t node,
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
    bool user = type_may_run_user_code(argument.type, b->needs == DEEP);
    if (user)
        effect_operator(f, fr, call);
    return handed_on(b->result, user && hands_on(b->name));
}

/* ---- builtins ----------------------------------------------------------------------------- */

struct value holding(struct frame *fr, py_types bits, struct value item)
{
    struct value v = value_fresh(type_container(bits, item.type, 0));

    if (v.self == 0)
        return v;
    v.deep |= item.self | item.deep;
    v.inner = alias_unify(fr, item.same, item.inner);
    return v;
}

struct value typed(py_types bits)
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

    if (type_may_run_user_code(a->all.type, b->needs == DEEP) && hands_on(b->name))
        return handed_on(b->result, true);
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
    return lazy_result(fr, holding(fr, b->result, str_equal(b->name, S("map")) ? result : item), a);
}

bool needs_effect(struct py_facts *f, struct frame *fr, uint32_t call, enum needs needs, str name)
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
        if (a->key == 0 || (a->nodes[i] != a->key && py_child(f->tree, a->nodes[i], PY_F_value) != a->key))
            if (type_may_run_user_code(a->values[i].type, deep) && a->values[i].type.is != PY_T_FUNCTION)
                effect_operator(f, fr, call);
}

/* print(…, file=log) calls log.write(). */
static bool writes_to_unknown(const struct py_facts *f, const struct arguments *a)
{
    for (uint32_t i = 0; i < a->count; i++)
        if (f->tree->nodes[a->nodes[i]].kind == PY_keyword && str_equal(py_name(f->tree, a->nodes[i]), S("file")) &&
            type_may_run_user_code(a->values[i].type, false))
            return true;
    return false;
}

static struct value call_builtin(struct py_facts *f, struct frame *fr, uint32_t call,
                                 const struct builtin *b, struct arguments *a)
{
    struct value item = { 0 };

    if (b->needs == IO && writes_to_unknown(f, a))
        return unknown_call(f, fr, call, b->name, a);
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
    return lazy_result(fr, contents_of(fr, b, a, item), a);
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
    const struct builtin *b;
    str name;

    eval_arguments(f, fr, call, &a);
    if (class != NULL)
        return call_plain_class(f, fr, call, class, &a);
    if (def != 0)
        return t->nodes[def].kind == PY_ClassDef ? call_class(f, fr, call, def, &a)
                                                 : call_function(f, fr, call, def, &a, NULL);
    import = resolve_import(f, func, &name);
    if (import != NULL)
        return call_library(f, fr, call, import->module, name, &a);
    if (t->nodes[func].kind == PY_Attribute)
        return call_method(f, fr, call, func, &a);
    b = t->nodes[func].kind == PY_Name && py_binding(f->module, func) == UINT32_MAX && !f->dynamic
            ? find_builtin(py_name(t, func)) : NULL;
    if (b != NULL && !(a.starred && b->needs == CALL_FIRST))
        return call_builtin(f, fr, call, b, &a);
    eval(f, fr, func);
    return unknown_call(f, fr, call, function_name(f, call), &a);
}

/*
 * effects_method.c — methods and attributes of builtin and library types (effects_methods.def,
 * effects_methods_library.def, effects_attributes.def).
 *
 * A receiver may be of several types: each that has a method of the name is followed, the
 * others would raise AttributeError. On a receiver of unknown type a method of a builtin type
 * that only reads is a matter of types (USER_ATTRIBUTE), unless a class of the module has a
 * method of that name; every other is an unknown call.
 */
#include "effects_call.h"

enum does { READS, CHECKS, CALLS_BACK, USES_IO, DRAWS, SHUFFLES, ADDS, EXTENDS, CHANGES, TAKES };

struct method {
    str name;
    py_types on;
    enum does does;
    py_types result;
    enum contents contents;
};

static const struct method methods[] = {
#define DEEP                                     CHECKS
#define CALLS                                    CALLS_BACK
#define METHOD(name, on, does, result, contents) { S_INIT(#name), on, does, result, contents },
#include "effects_methods.def"
#include "effects_methods_library.def"
#undef METHOD
#undef CALLS
#undef DEEP
};

static const struct {
    str name;
    py_types on, result;
    enum contents contents;
} attributes[] = {
#define ATTRIBUTE(name, on, result, contents) { S_INIT(#name), on, result, contents },
#include "effects_attributes.def"
#undef ATTRIBUTE
};

/* ---- results ------------------------------------------------------------------------ */

static struct value texts(void)
{
    return typed(PY_T_STR | PY_T_BYTES | PY_T_NONE);
}

static struct value copy_of(struct value object)
{
    struct value copy = value_fresh(object.type);

    copy.deep |= object.deep;
    copy.inner = object.inner;
    return copy;
}

/* The same data through another object. */
static struct value view(struct frame *fr, struct value object)
{
    object.same = object.inner = alias_unify(fr, object.same, object.inner);
    object.type.item |= PY_T_ARRAY;
    object.type.item2 |= PY_T_ARRAY;
    return object;
}

static struct value numeric(struct value object, py_types result)
{
    struct value v = array_of(!(object.type.item & PY_T_OBJECT), true);

    v.type.is = result;
    return v;
}

static bool draws(const struct method *m)
{
    return m->does == DRAWS || m->does == SHUFFLES;
}

/* What a generator draws for arguments that are plain numbers, or None for the default; from anything
 * else it computes what their operators give. An item is the first argument's. */
static struct value drawn(struct frame *fr, const struct method *m, struct arguments *a)
{
    const py_types plain = PY_T_NONE | PY_T_BOOL | PY_T_INT | PY_T_FLOAT;

    if (m->contents == NOTHING && (m->result == PY_T_NONE || !(a->all.type.is & ~plain)))
        return typed(m->result);
    if (m->contents == NOTHING || a->count == 0 || type_may_run_user_code(a->values[0].type, false))
        return value_join(fr, any_argument(fr, a), value_fresh(type_any()));
    struct value item = value_element(fr, a->values[0], type_item(a->values[0].type));
    return m->contents == ITEM ? item : holding(fr, m->result, item);
}

static struct value method_result(struct frame *fr, const struct method *m, struct value object,
                                  struct arguments *a)
{
    if (draws(m) && (object.type.is & PY_T_RNG))
        return drawn(fr, m, a);
    struct value item = value_element(fr, object, type_item(object.type)), v;
    struct py_type key = type_of_bits(object.type.key);

    switch (m->contents) {
    case NOTHING:
        return typed(m->result);
    case ITEM:
        return value_join(fr, item, any_argument(fr, a));
    case GET:
        return value_join(fr, value_join(fr, item, any_argument(fr, a)), typed(PY_T_NONE));
    case ITEMS:
        return holding(fr, m->result, item);
    case KEYS:
        return holding(fr, m->result, value_element(fr, object, key));
    case PAIRS:
        item = value_join(fr, item, value_element(fr, object, key));
        return holding(fr, m->result, holding(fr, PY_T_TUPLE, item));
    case STRINGS:
        return holding(fr, m->result, typed(PY_T_STR));
    case TEXTS:
        return holding(fr, m->result, texts());
    case SCALARS:
        return holding(fr, m->result,
                       value_fresh((struct py_type){ PY_T_NUMBER | PY_T_LIST,
                                                     PY_T_NUMBER | PY_T_LIST, PY_T_ANY, 0 }));
    case MATCHES:
        return holding(fr, m->result, typed(PY_T_MATCH));
    case NUMERIC:
        return numeric(object, m->result);
    case VIEW:
        return view(fr, object);
    case SAME:
        return copy_of(object);
    default:
        v = value_fresh(type_of_bits(m->result ? m->result : PY_T_ANY));
        v.deep |= a->all.self | a->all.deep | object.deep | ORIGIN_UNKNOWN;
        v.inner = alias_unify(fr, alias_unify(fr, object.inner, any_argument(fr, a).inner),
                              any_argument(fr, a).same);
        return v;
    }
}

/* ---- effects ------------------------------------------------------------------------ */

static void store_arguments(struct py_facts *f, struct frame *fr, const struct method *m,
                            struct value object, struct arguments *a)
{
    bool mapping = (object.type.is & PY_T_MAPPINGS) != 0;

    if (m->does == ADDS)
        value_store(fr, object, any_argument(fr, a), mapping ? type_all_bits(a->all.type) : 0);
    if (m->does == EXTENDS)
        for (uint32_t i = 0; i < a->count; i++)
            value_store(fr, object, iterate(f, fr, a->values[i], a->nodes[i]),
                        mapping ? PY_T_ANY : 0);
    if (m->does == EXTENDS && mapping)
        value_escape(fr, object);
}

static void method_effects(struct py_facts *f, struct frame *fr, uint32_t call,
                           uint32_t receiver, const struct method *m, struct value object,
                           struct arguments *a)
{
    bool looks = m->does == CHECKS || m->does == CHANGES;
    bool hashes = (object.type.is & (PY_T_SET | PY_T_MAPPINGS)) != 0 || looks;

    if (hashes && (type_may_run_user_code(a->all.type, true) ||
                   (looks && type_may_run_user_code(object.type, true))))
        effect_operator(f, fr, call);
    if (m->does == USES_IO) {
        effect(f, fr, PY_EFFECT_IO, call, m->name);
        escape_arguments(fr, a);
    }
    for (uint32_t i = 0; draws(m) && i < a->count; i++)
        if (type_may_run_user_code(a->values[i].type, false))
            effect_operator(f, fr, call);
    if (draws(m) && m->result == PY_T_NONE && m->does != SHUFFLES && !is_seeded(a))
        effect(f, fr, PY_EFFECT_RANDOM, call, m->name); /* seed() */
    if (m->does == SHUFFLES && a->count > 0)
        effect_mutates(f, fr, a->values[0], a->nodes[0]);
    if (m->does >= DRAWS)
        effect_mutates(f, fr, object, receiver);
    store_arguments(f, fr, m, object, a);
    if (a->key != 0 && m->does == CHANGES)
        call_value(f, fr, call, a->key, value_element(fr, object, type_item(object.type)));
    if (m->does == READS || m->does == CHECKS)
        for (uint32_t i = 0; i < a->count; i++)
            if (a->values[i].type.is & PY_T_ITERATOR)
                iterate(f, fr, a->values[i], a->nodes[i]);
}

/* ---- calls -------------------------------------------------------------------------- */

/* Some class of the module has a method of that name, or something is stored under it that may be called. */
static bool is_user_method(struct py_facts *f, uint32_t func)
{
    str name = py_name(f->tree, func);

    if (attribute_is_called(f, f->tree->nodes[func].name))
        return true;
    for (uint32_t i = 0; i < f->definition_count; i++) {
        uint32_t node = f->definitions[i].node;

        if (str_equal(py_name(f->tree, node), name) &&
            f->tree->nodes[f->tree->nodes[node].parent].kind == PY_ClassDef)
            return true;
    }
    return false;
}

/* A builtin type has a method of that name, and it only reads. */
static bool is_reading_method(str name)
{
    bool found = false;

    for (size_t i = 0; i < ARRAY_LEN(methods); i++) {
        if (!str_equal(methods[i].name, name) || !(methods[i].on & PY_T_BUILTIN))
            continue;
        if (methods[i].does > CHECKS)
            return false;
        found = true;
    }
    return found;
}

static bool is_builtin_method(str name)
{
    for (size_t i = 0; i < ARRAY_LEN(methods); i++)
        if (str_equal(methods[i].name, name) && (methods[i].on & PY_T_BUILTIN))
            return true;
    return false;
}

/* The expression starts at an imported module in which something was replaced. */
static bool is_of_patched_import(struct py_facts *f, uint32_t node)
{
    uint32_t root = root_name(f->tree, node);
    uint32_t symbol = root != 0 ? py_binding(f->module, root) : UINT32_MAX;

    return symbol != UINT32_MAX && f->imports[symbol].module.len != 0 && f->bindings[symbol] != 1;
}

static struct value call_on_unknown(struct py_facts *f, struct frame *fr, uint32_t call,
                                    uint32_t receiver, struct value object, struct arguments *a)
{
    uint32_t func = py_child(f->tree, call, PY_F_func);
    str name = py_name(f->tree, func);
    struct value v;

    value_escape(fr, object);
    if (a->starred || !is_reading_method(name) || is_user_method(f, func) ||
        is_of_patched_import(f, receiver)) {
        if (is_builtin_method(name))
            effect_mutates(f, fr, object, receiver);
        return unknown_call(f, fr, call,
                            is_builtin_method(name) ? name : function_name(f, call), a);
    }
    effect(f, fr, PY_EFFECT_USER_ATTRIBUTE, call, name);
    v = value_element(fr, object, type_any());
    v.self |= ORIGIN_UNKNOWN;
    v.deep |= ORIGIN_UNKNOWN | a->all.self | a->all.deep;
    return v;
}

/* A function among the arguments, as in pattern.sub(f, text), would be called. */
static bool calls_back(const struct method *m, const struct arguments *a)
{
    return m->does == CALLS_BACK &&
           (a->all.type.is & (PY_T_FUNCTION | PY_T_OBJECT | PY_T_INSTANCES)) != 0;
}

struct value call_method(struct py_facts *f, struct frame *fr, uint32_t call, uint32_t func,
                         struct arguments *a)
{
    uint32_t receiver = py_child(f->tree, func, PY_F_value);
    str name = py_name(f->tree, func);
    struct value object, all = { 0 };
    bool known = false;

    if (call_class_member(f, fr, call, a, &all))
        return all;
    object = eval(f, fr, receiver);
    if (object.type.is == 0)
        return all;
    if (is_instance(object.type))
        return call_instance_method(f, fr, call, object, a);
    if (object.type.is & PY_T_OBJECT)
        return call_on_unknown(f, fr, call, receiver, object, a);
    for (size_t i = 0;
         i < ARRAY_LEN(methods) && !(object.type.is & PY_T_INSTANCES) && !a->starred; i++) {
        struct value one = object;

        if (!str_equal(methods[i].name, name) || !(object.type.is & methods[i].on) ||
            calls_back(&methods[i], a))
            continue;
        one.type.is &= methods[i].on;
        method_effects(f, fr, call, receiver, &methods[i], one, a);
        all = value_join(fr, all, method_result(fr, &methods[i], one, a));
        if (str_equal(name, S("format")) && type_may_run_user_code(a->all.type, true))
            all.type.is |= PY_T_OBJECT; /* "{}".format(x) is what x.__format__() gives */
        known = true;
    }
    if (known)
        return all;
    value_escape(fr, object);
    return unknown_call(f, fr, call, function_name(f, call), a);
}

/* ---- attributes --------------------------------------------------------------------- */

/* An attribute of known types; false when it is none. */
bool eval_known_attribute(struct frame *fr, struct value object, str name, struct value *ret)
{
    py_types left = object.type.is & ~(py_types) PY_T_NONE;
    struct value all = { 0 };

    for (size_t i = 0; i < ARRAY_LEN(attributes); i++) {
        if (!str_equal(attributes[i].name, name) || !(left & attributes[i].on))
            continue;
        left &= ~attributes[i].on;
        all = value_join(fr, all,
                         attributes[i].contents == VIEW ? view(fr, object)
                         : attributes[i].contents == SCALARS
                             ? holding(fr, attributes[i].result, typed(PY_T_INT))
                         : attributes[i].contents == TEXTS
                             ? holding(fr, attributes[i].result, texts())
                             : typed(attributes[i].result));
    }
    *ret = all;
    return left == 0 && all.type.is != 0;
}

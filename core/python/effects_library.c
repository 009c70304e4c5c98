/*
 * effects_library.c — what functions of known library modules do (effects_stdlib.def), and what
 * comes back from them.
 *
 * A row is trusted for the name it is imported under (callgraph.c); an argument whose type may
 * have methods of a user's class makes the call an operator on an unknown type. A library
 * function that gets a function may call it: only where the table says how is that followed.
 */
#include "effects_call.h"

struct library {
    str module, name;
    enum needs needs;
    py_types result;
    enum contents contents;
};

static const struct library libraries[] = {
#define LIBRARY(module, name, needs, result, contents) \
    { S_INIT(module), S_INIT(name), needs, result, contents },
#include "effects_stdlib.def"
#undef LIBRARY
};

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

/* ---- arguments ---------------------------------------------------------------------- */

static struct value items_of(struct py_facts *f, struct frame *fr, struct arguments *a,
                             uint32_t from)
{
    struct value all = { 0 };

    for (uint32_t i = from; i < a->count; i++)
        if (f->tree->nodes[a->nodes[i]].kind != PY_keyword)
            all = value_join(fr, all, iterate(f, fr, a->values[i], a->nodes[i]));
    return all;
}

static bool has_keyword(struct py_facts *f, const struct arguments *a, str name)
{
    for (uint32_t i = 0; i < a->count; i++)
        if (f->tree->nodes[a->nodes[i]].kind == PY_keyword &&
            str_equal(py_name(f->tree, a->nodes[i]), name))
            return true;
    return false;
}

/* Some argument may be a function that the callee would run. */
static bool may_call_back(const struct arguments *a)
{
    for (uint32_t i = 0; i < a->count; i++)
        if (a->values[i].type.is & (PY_T_FUNCTION | PY_T_OBJECT))
            return true;
    return false;
}

static bool gets_function(const struct arguments *a)
{
    for (uint32_t i = 0; i < a->count; i++)
        if (a->values[i].type.is == PY_T_FUNCTION)
            return true;
    return false;
}

static void change_first(struct py_facts *f, struct frame *fr, const struct library *l,
                         struct arguments *a)
{
    struct value *first = &a->values[0];

    if (a->count == 0)
        return;
    effect_mutates(f, fr, *first, a->nodes[0]);
    if (type_may_run_user_code(first->type, false))
        value_escape(fr, *first);
    for (uint32_t i = 1; l->needs == ADD_FIRST && i < a->count; i++)
        value_store(fr, *first, a->values[i], 0);
}

static void check_arguments(struct py_facts *f, struct frame *fr, uint32_t call,
                            const struct library *l, struct arguments *a)
{
    bool deep = l->needs == DEEP || l->needs == COMPARE || l->needs >= ADD_FIRST;

    for (uint32_t i = 0; i < a->count; i++) {
        if (type_may_run_user_code(a->values[i].type, deep) && l->needs != PURE)
            effect_operator(f, fr, call);
        if (a->values[i].type.is & PY_T_ITERATOR)
            iterate(f, fr, a->values[i], a->nodes[i]);
    }
}

/* ---- results ------------------------------------------------------------------------ */

struct value array_of(bool plain, bool nested)
{
    py_types item = PY_T_NPNUMBER | (nested ? PY_T_ARRAY : 0) | (plain ? 0 : PY_T_OBJECT);

    return value_fresh((struct py_type){ PY_T_ARRAY, item, item, 0 });
}

static bool is_plain_dtype(struct py_facts *f, uint32_t node)
{
    static const str names[] = { S_INIT("int"), S_INIT("float"), S_INIT("bool"),
                                 S_INIT("complex") };
    const struct imported *import;
    str name;

    if (f->tree->nodes[node].kind == PY_Constant)
        return py_text(f->tree, node).len > 3 &&
               str_find(py_text(f->tree, node), S("object")) == SIZE_MAX;
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (py_is_builtin(f->module, node, names[i]))
            return true;
    import = resolve_import(f, node, &name);
    return import != NULL && str_equal(import->module, S("numpy")) &&
           !str_starts(name, S("object"));
}

static bool makes_numbers(struct py_facts *f, const struct arguments *a)
{
    for (uint32_t i = 0; i < a->count; i++) {
        if (f->tree->nodes[a->nodes[i]].kind == PY_keyword &&
            str_equal(py_name(f->tree, a->nodes[i]), S("dtype"))) {
            if (!is_plain_dtype(f, py_child(f->tree, a->nodes[i], PY_F_value)))
                return false;
        } else if (type_may_run_user_code(a->values[i].type, true)) {
            return false;
        }
    }
    return true;
}

static struct value view_of(struct frame *fr, struct value v, py_types result)
{
    bool plain = !(type_all_bits(v.type) & PY_T_OBJECT);
    struct value view = array_of(plain, true);

    if (v.self == 0)
        return view;
    view.type.is = result;
    view.self |= v.self;
    view.deep |= v.self | v.deep;
    view.same = view.inner = alias_unify(fr, v.same, v.inner);
    return view;
}

static struct value holding_arguments(struct frame *fr, const struct library *l,
                                      struct arguments *a)
{
    struct value any = any_argument(fr, a), v = value_fresh(type_of_bits(l->result));

    if (v.self == 0)
        return v;
    v.deep |= any.self | any.deep;
    v.inner = alias_unify(fr, any.same, any.inner);
    return v;
}

static struct value copied(struct frame *fr, struct value v)
{
    struct value copy = value_fresh(v.type);

    if (copy.self == 0)
        return copy;
    copy.deep |= v.deep;
    copy.inner = alias_unify(fr, v.inner, v.same);
    return copy;
}

/* Functions that may return an argument, or what its special method gave. */
static bool hands_on(const struct library *l)
{
    static const str roundings[] = { S_INIT("floor"), S_INIT("ceil"), S_INIT("trunc") };

    for (size_t i = 0; i < ARRAY_LEN(roundings); i++)
        if (str_equal(l->name, roundings[i]) && str_equal(l->module, S("math")))
            return true;
    return (l->result & PY_T_STR) != 0 && l->needs <= DEEP;
}

static struct value result_of_library(struct py_facts *f, struct frame *fr,
                                      const struct library *l, struct arguments *a,
                                      struct value items)
{
    struct value first = a->count ? a->values[0] : (struct value){ 0 }, v;

    switch (l->contents) {
    case NOTHING:
        return handed_on(l->result, hands_on(l) && type_may_run_user_code(a->all.type, l->needs == DEEP));
    case ITEMS:
        return holding(fr, l->result, items);
    case ITEM:
        return value_element(fr, first, type_item(first.type));
    case TUPLES:
        v = value_join(fr, items, typed(PY_T_NONE)); /* zip_longest */
        return holding(fr, l->result, holding(fr, PY_T_TUPLE, v));
    case NUMBERS:
        return holding(fr, l->result, typed(PY_T_INT | PY_T_FLOAT | PY_T_VALUE));
    case STRINGS:
        return holding(fr, l->result, typed(PY_T_STR));
    case TEXTS:
        return holding(fr, l->result,
                       value_fresh((struct py_type){
                           PY_T_STR | PY_T_BYTES | PY_T_NONE | PY_T_INT | PY_T_TUPLE,
                           PY_T_STR | PY_T_BYTES | PY_T_NONE, 0, 0 }));
    case SCALARS:
        return holding(fr, l->result, typed(PY_T_NUMBER | PY_T_BYTES));
    case MATCHES:
        return holding(fr, l->result, typed(PY_T_MATCH));
    case COUNTS:
        v = holding(fr, PY_T_COUNTER, typed(PY_T_INT));
        v.type.key = type_all_bits(items.type) | type_all_bits(first.type);
        v.deep |= items.self | items.deep;
        v.inner = alias_unify(fr, items.same, items.inner);
        return v;
    case SAME:
        return copied(fr, first);
    case NUMERIC:
    case FLAT:
        v = array_of(makes_numbers(f, a),
                     l->contents == NUMERIC && !py_type_within(first.type, PY_T_INT));
        v.type.is = l->result;
        return v;
    case VIEW:
        return view_of(fr, first, l->result);
    default:
        return holding_arguments(fr, l, a);
    }
}

/* defaultdict(factory): what the factory makes are the values; it is known for builtin types.
 */
static struct value call_defaultdict(struct py_facts *f, struct frame *fr, uint32_t call,
                                     const struct library *l, struct arguments *a)
{
    static const struct {
        str name;
        py_types makes;
    } rows[] = {
        { S_INIT("int"), PY_T_INT },   { S_INIT("float"), PY_T_FLOAT },
        { S_INIT("str"), PY_T_STR },   { S_INIT("list"), PY_T_LIST },
        { S_INIT("set"), PY_T_SET },   { S_INIT("dict"), PY_T_DICT },
        { S_INIT("bool"), PY_T_BOOL },
    };

    if (a->count == 1)
        for (size_t i = 0; i < ARRAY_LEN(rows); i++)
            if (py_is_builtin(f->module, a->nodes[0], rows[i].name))
                return value_fresh((struct py_type){ l->result, rows[i].makes, 0, 0 });
    return unknown_call(f, fr, call, l->name, a);
}

/* ---- the call ----------------------------------------------------------------------- */

/* An iterator over iterators advances those. */
struct value lazy_result(struct frame *fr, struct value v, const struct arguments *a)
{
    for (uint32_t i = 0; (v.type.is & PY_T_ITERATOR) && i < a->count; i++) {
        if (!(a->values[i].type.is & PY_T_ITERATOR))
            continue;
        v.self |= a->values[i].self;
        v.same = alias_unify(fr, v.same, a->values[i].same);
    }
    return v;
}

/* json.loads(text, object_hook=f), np.unique(a, return_counts=True): the result is something
 * else. */
static bool changes_result(struct py_facts *f, const struct library *l,
                           const struct arguments *a)
{
    bool json = str_equal(l->module, S("json"));

    for (uint32_t i = 0; i < a->count; i++) {
        if (f->tree->nodes[a->nodes[i]].kind != PY_keyword)
            continue;
        if ((json && !py_type_scalar(a->values[i].type)) ||
            str_starts(py_name(f->tree, a->nodes[i]), S("ret")))
            return true;
    }
    return str_equal(l->module, S("numpy")) && str_equal(l->name, S("where")) && a->count != 3;
}

static bool is_opaque(struct py_facts *f, const struct library *l, const struct arguments *a)
{
    bool numpy = str_starts(l->module, S("numpy"));

    return l->needs == OPAQUE || a->key != 0 || (l->needs == CALLS && may_call_back(a)) ||
           (numpy && has_keyword(f, a, S("out"))) || changes_result(f, l, a) ||
           (l->needs <= COMPARE && gets_function(a) && !numpy);
}

bool is_seeded(const struct arguments *a)
{
    const py_types seeds = PY_T_BOOL | PY_T_INT | PY_T_FLOAT | PY_T_STR | PY_T_BYTES;

    return a->count > 0 && !a->starred && !(a->values[0].type.is & ~seeds);
}

struct value call_library(struct py_facts *f, struct frame *fr, uint32_t call, str module,
                          str name, struct arguments *a)
{
    const struct library *l = find_library(module, name);
    struct value items = { 0 };

    if (l == NULL || is_opaque(f, l, a))
        return unknown_call(f, fr, call, function_name(f, call), a);
    if (l->needs == DEFAULT)
        return call_defaultdict(f, fr, call, l, a);
    bool makes_generator = (l->result & ~(PY_T_RNG | PY_T_NPRNG)) == 0 && l->result != 0;
    if (l->needs == SHUFFLE || (makes_generator && !is_seeded(a)))
        effect(f, fr, PY_EFFECT_RANDOM, call, name);
    if (needs_effect(f, fr, call, l->needs, name)) {
        escape_arguments(fr, a);
        return value_of(type_of_bits(l->result), ORIGIN_UNKNOWN | ORIGIN_FRESH);
    }
    check_arguments(f, fr, call, l, a);
    if (l->needs == ITERATE || l->needs == COMPARE || l->needs == CALL_FIRST)
        items = items_of(f, fr, a, l->needs == CALL_FIRST);
    if (l->needs == CALL_FIRST && a->count > 0)
        call_value(f, fr, call, a->nodes[0], items);
    if (l->needs >= ADD_FIRST && l->needs <= SHUFFLE)
        change_first(f, fr, l, a);
    return lazy_result(fr, result_of_library(f, fr, l, a, items), a);
}

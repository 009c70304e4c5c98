/*
 * alias.c — where values come from and which variables may share objects.
 *
 * Two views, both erring towards "may":
 *  - origins, flow-sensitive for variables: an object was made by this activation (FRESH), or came
 *    in through a parameter, a
 *    global, a closure or from nowhere known. `self` is the object, `deep` whatever hangs on it,
 *    so that `out.append(x)` changes only `out` while `out[0].append(x)` may change an argument.
 *  - alias classes after Steensgaard (POPL 1996), flow-insensitive: each variable has one class for the object it
 *    names and one for everything inside it; assignments and stores unify classes. Types stored
 *    into an object after it was made are kept at its class, so every alias sees them.
 *
 * Values that are immutable through and through have no origin and no class.
 */
#include "facts_internal.h"

static bool is_shared(struct py_type t)
{
    return t.is != 0 && !py_type_scalar(t);
}

struct value value_of(struct py_type type, origin_set origin)
{
    struct value v = { .type = type };

    if (is_shared(type))
        v.self = v.deep = origin;
    return v;
}

struct value value_fresh(struct py_type type)
{
    return value_of(type, ORIGIN_FRESH);
}

/* ---- classes ---------------------------------------------------------------------- */

uint32_t alias_find(struct frame *f, uint32_t a)
{
    while (a != 0 && f->aliases[a].parent != a) {
        f->aliases[a].parent = f->aliases[f->aliases[a].parent].parent;
        a = f->aliases[a].parent;
    }
    return a;
}

uint32_t alias_unify(struct frame *f, uint32_t a, uint32_t b)
{
    struct alias *into, *from;

    a = alias_find(f, a);
    b = alias_find(f, b);
    if (a == 0 || b == 0 || a == b)
        return a ? a : b;
    into = &f->aliases[a];
    from = &f->aliases[b];
    from->parent = a;
    into->stored |= from->stored;
    into->stored_key |= from->stored_key;
    into->deep |= from->deep;
    f->changed = true;
    return a;
}

static void alias_note(struct frame *f, uint32_t class, py_types stored, py_types key,
                       origin_set deep)
{
    struct alias *a = &f->aliases[alias_find(f, class)];

    if (class == 0 || ((a->stored | stored) == a->stored && (a->stored_key | key) == a->stored_key &&
                       (a->deep | deep) == a->deep))
        return;
    a->stored |= stored;
    a->stored_key |= key;
    a->deep |= deep;
    f->changed = true;
}

struct value value_join(struct frame *f, struct value a, struct value b)
{
    return (struct value){
        .type = type_join(a.type, b.type),
        .self = a.self | b.self,
        .deep = a.deep | b.deep,
        .same = alias_unify(f, a.same, b.same),
        .inner = alias_unify(f, a.inner, b.inner),
    };
}

/* Something that was taken out of `container`. */
struct value value_element(struct frame *f, struct value container, struct py_type type)
{
    struct value v = { .type = type };
    uint32_t class = alias_find(f, container.inner);

    if (!is_shared(type))
        return v;
    v.self = v.deep = container.deep | f->aliases[class].deep;
    v.same = v.inner = class;
    return v;
}

/* ---- variables -------------------------------------------------------------------- */

bool frame_owns(const struct frame *f, uint32_t symbol)
{
    return symbol >= f->low && symbol < f->high;
}

static struct py_type with_stored(struct frame *f, const struct local *local, uint32_t class)
{
    struct py_type t = local->type;
    const struct alias *a = &f->aliases[alias_find(f, class)];
    py_types stored = a->stored;

    if (py_type_scalar(t) || t.is == 0)
        return t;
    if (local->self & ORIGIN_PARAMETERS)
        stored |= f->parameter_stored;
    t.item |= stored;
    t.item2 |= stored;
    t.key |= a->stored_key | (stored == PY_T_ANY ? PY_T_ANY : 0);
    return t;
}

/* The variable as a value when it holds `local`. */
struct value local_value(struct frame *f, uint32_t symbol, const struct local *local)
{
    uint32_t index = symbol - f->low, width = f->high - f->low;
    struct value v = { .type = with_stored(f, local, 1 + width + index) };

    if (!is_shared(v.type))
        return v;
    v.self = local->self;
    v.same = alias_find(f, 1 + index);
    v.inner = alias_find(f, 1 + width + index);
    v.deep = f->aliases[v.inner].deep;
    return v;
}

struct value local_load(struct frame *f, uint32_t symbol)
{
    return local_value(f, symbol, &f->locals[symbol - f->low]);
}

void local_assign(struct frame *f, uint32_t symbol, struct value v)
{
    uint32_t index = symbol - f->low, width = f->high - f->low;
    struct local *local = &f->locals[index];
    struct py_type joined = type_join(local->type, v.type);

    if (!type_equal(joined, local->type) || (local->self | v.self) != local->self) {
        local->type = joined;
        local->self |= v.self;
        f->changed = true;
    }
    flow_assign(f, symbol, (struct local){ v.type, v.self });
    if (!is_shared(v.type))
        return;
    alias_unify(f, 1 + index, v.same);
    alias_unify(f, 1 + width + index, v.inner);
    alias_note(f, 1 + width + index, 0, 0, v.deep);
}

/* Something goes into an object that came in as an argument: the caller wants to know. */
static void parameter_note(struct frame *f, py_types stored, origin_set deep)
{
    if ((f->parameter_stored | stored) == f->parameter_stored &&
        (f->parameter_deep | deep) == f->parameter_deep)
        return;
    f->parameter_stored |= stored;
    f->parameter_deep |= deep;
    f->changed = true;
}

/* `item` goes into `container`; `key` are the types of a dict key, 0 for none. */
void value_store(struct frame *f, struct value container, struct value item, py_types key)
{
    py_types bits = type_all_bits(item.type);

    alias_note(f, container.inner, bits, key, item.self | item.deep);
    alias_unify(f, container.inner, item.same);
    alias_unify(f, container.inner, item.inner);
    if (container.self & ORIGIN_PARAMETERS)
        parameter_note(f, bits, item.self | item.deep);
    if (container.self & ~ORIGIN_FRESH)
        value_escape(f, item);
}

/* Code that we cannot see may keep the value, change it later, and put anything into it. */
void value_escape(struct frame *f, struct value v)
{
    alias_note(f, v.inner, PY_T_ANY, PY_T_ANY, ORIGIN_UNKNOWN);
    alias_note(f, v.same, PY_T_ANY, PY_T_ANY, ORIGIN_UNKNOWN);
    if (v.self & ORIGIN_PARAMETERS)
        parameter_note(f, PY_T_ANY, ORIGIN_UNKNOWN);
}

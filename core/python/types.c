/*
 * types.c — the lattice of local types.
 *
 * An element is a set of exact builtin types (a bit each, OBJECT for everything else), with the
 * sets of its items, of their items, and of dict keys. Join is union at every level, bottom is
 * the empty set, top is ANY at every level; the lattice is finite and low (at most 4 × 18 steps),
 * so every fixpoint over it ends quickly. What lies deeper than two levels is ANY.
 */
#include "facts_internal.h"

#define CONTAINERS (PY_T_TUPLE | PY_T_FROZENSET | PY_T_LIST | PY_T_DICT | PY_T_SET | \
                    PY_T_ITERATOR | PY_T_VIEW | PY_T_DEQUE | PY_T_DEFAULTDICT | PY_T_COUNTER | PY_T_ARRAY)

struct py_type type_any(void)
{
    return (struct py_type){ PY_T_ANY, PY_T_ANY, PY_T_ANY, PY_T_ANY };
}

/* The contents of containers among `bits` are unknown. */
struct py_type type_of_bits(py_types bits)
{
    py_types inside = bits & (CONTAINERS | PY_T_OBJECT) ? PY_T_ANY : 0;

    return (struct py_type){ bits, inside, inside, bits & (PY_T_MAPPINGS | PY_T_OBJECT) ? PY_T_ANY : 0 };
}

struct py_type type_join(struct py_type a, struct py_type b)
{
    return (struct py_type){ a.is | b.is, a.item | b.item, a.item2 | b.item2, a.key | b.key };
}

/* Only values of these types get past a test. */
struct py_type type_narrow(struct py_type t, py_types keep)
{
    t.is &= keep;
    if (!(t.is & (CONTAINERS | PY_T_OBJECT)))
        t.item = t.item2 = t.key = 0;
    return t;
}

bool type_equal(struct py_type a, struct py_type b)
{
    return a.is == b.is && a.item == b.item && a.item2 == b.item2 && a.key == b.key;
}

/* Three levels fit: what the items of items hold must be scalar, or the item level says ANY. */
struct py_type type_container(py_types bits, struct py_type item, py_types key)
{
    struct py_type t = { bits, item.is, item.item, key };

    if (item.item2 != 0 || (item.key & ~PY_T_SCALAR) != 0)
        t.item2 |= item.item2 | PY_T_OBJECT;
    if (item.is & PY_T_DICT)
        t.item2 |= item.key;
    return t;
}

/* What lies under the last level is ANY, unless that level cannot hold anything. */
static py_types below(py_types bits)
{
    return bits & (CONTAINERS | PY_T_OBJECT) ? PY_T_ANY : 0;
}

struct py_type type_item(struct py_type t)
{
    struct py_type item = { t.item, t.item2, below(t.item2), t.item & PY_T_DICT ? t.item2 : 0 };

    if (t.is & (PY_T_OBJECT | PY_T_INSTANCES))
        return type_any();
    if (t.is & PY_T_STR)
        item.is |= PY_T_STR;
    if (t.is & (PY_T_BYTES | PY_T_BYTEARRAY | PY_T_RANGE))
        item.is |= PY_T_INT;
    if (t.is & PY_T_ARRAY) { /* an element or a row that is a view */
        item.is |= PY_T_NPNUMBER | PY_T_ARRAY;
        item.item |= t.item;
    }
    if (t.is & (PY_T_FILE | PY_T_BUFFER | PY_T_MATCH))
        item.is |= PY_T_STR | PY_T_BYTES | PY_T_NONE;
    if (t.is & PY_T_COUNTER)
        item.is |= PY_T_INT; /* of a missing key */
    return item;
}

py_types type_all_bits(struct py_type t)
{
    return t.is | t.item | t.item2 | t.key;
}

/* An operator on the value may call a method that somebody wrote in Python. Deeply: it also
 * reaches into containers (comparison, hashing, formatting). */
bool type_may_run_user_code(struct py_type t, bool deeply)
{
    if ((t.is & PY_T_ARRAY) && (t.item & PY_T_OBJECT))
        return true; /* dtype object: operators are those of the elements */
    return ((deeply ? type_all_bits(t) : t.is) & (PY_T_OBJECT | PY_T_INSTANCES)) != 0;
}

bool py_type_within(struct py_type t, py_types allowed)
{
    return t.is != 0 && (t.is & ~allowed) == 0;
}

bool py_type_scalar(struct py_type t)
{
    const py_types leaf = PY_T_SCALAR | PY_T_RANGE | PY_T_NPNUMBER | PY_T_VALUE | PY_T_PATTERN | PY_T_MATCH;

    if (t.is == 0 || (t.is & ~(leaf | PY_T_TUPLE)) != 0)
        return false;
    if (!(t.is & PY_T_TUPLE))
        return true;
    if (t.item & ~(leaf | PY_T_TUPLE))
        return false;
    return !(t.item & PY_T_TUPLE) || (t.item2 & ~leaf) == 0;
}

bool py_type_hashable(struct py_type t)
{
    return py_type_scalar(t);
}

/* ---- text ------------------------------------------------------------------------- */

static const char *const type_names[] = {
    "None", "bool", "int", "float", "complex", "str", "bytes", "range", "tuple", "frozenset",
    "list", "dict", "set", "bytearray", "iterator", "view", "function", "object", "deque",
    "defaultdict", "Counter", "ndarray", "numpy number", "re.Pattern", "re.Match",
    "decimal, fraction, date or path", "file", "random generator", "hash", "memory file",
    "NumPy random generator",
};

static void bits_text(struct buf *out, py_types bits)
{
    bool first = true;

    if (bits == PY_T_ANY) {
        buf_append(out, S("anything"));
        return;
    }
    for (uint32_t i = 0; i < ARRAY_LEN(type_names); i++) {
        if (!(bits & (py_types) 1 << i))
            continue;
        buf_printf(out, "%s%s", first ? "" : " | ", type_names[i]);
        first = false;
    }
    if (bits & PY_T_INSTANCES)
        buf_printf(out, "%sinstance", first ? "" : " | ");
}

str py_type_text(struct py_type t, struct arena *arena)
{
    struct buf out = { 0 };
    str text;

    bits_text(&out, t.is);
    if (t.item != 0 && t.item != PY_T_ANY) {
        buf_append(&out, S(" of "));
        bits_text(&out, t.item);
    }
    text = arena_str(arena, buf_str(&out));
    buf_free(&out);
    return text;
}

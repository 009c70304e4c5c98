/*
 * narrow.c — what the outcome of a test says about the variables in it.
 *
 * `x is None`, `isinstance(x, T)`, `type(x) is T`, `x` itself, and `not`, `and`, `or` of those.
 * T is a builtin type or a tuple of them, by its builtin name.
 *
 * isinstance() lets instances of subclasses through, so a value that passes may still be an
 * object with operators of its own: OBJECT stays. One that fails is of none of the exact types.
 */
#include "facts_internal.h"

#define ALL (~(py_types) 0)

static const struct {
    str name;
    py_types exact;    /* type(x) is T */
    py_types instance; /* exact types that are T or derived from it */
} type_rows[] = {
    { S_INIT("int"), PY_T_INT, PY_T_INT | PY_T_BOOL },
    { S_INIT("bool"), PY_T_BOOL, PY_T_BOOL },
    { S_INIT("float"), PY_T_FLOAT, PY_T_FLOAT },
    { S_INIT("complex"), PY_T_COMPLEX, PY_T_COMPLEX },
    { S_INIT("str"), PY_T_STR, PY_T_STR },
    { S_INIT("bytes"), PY_T_BYTES, PY_T_BYTES },
    { S_INIT("bytearray"), PY_T_BYTEARRAY, PY_T_BYTEARRAY },
    { S_INIT("range"), PY_T_RANGE, PY_T_RANGE },
    { S_INIT("tuple"), PY_T_TUPLE, PY_T_TUPLE },
    { S_INIT("list"), PY_T_LIST, PY_T_LIST },
    { S_INIT("dict"), PY_T_DICT, PY_T_DICT },
    { S_INIT("set"), PY_T_SET, PY_T_SET },
    { S_INIT("frozenset"), PY_T_FROZENSET, PY_T_FROZENSET },
};

/* The types that an expression names; false when it names anything else. */
static bool types_named(struct py_facts *f, uint32_t node, bool exact, py_types *ret)
{
    const struct py_tree *t = f->tree;

    if (t->nodes[node].kind == PY_Tuple) {
        for (uint32_t c = py_first(t, node); c != PY_NO_NODE; c = py_next(t, node, c))
            if (!types_named(f, c, exact, ret))
                return false;
        return true;
    }
    for (size_t i = 0; i < ARRAY_LEN(type_rows); i++) {
        if (f->dynamic || !py_is_builtin(f->module, node, type_rows[i].name))
            continue;
        *ret |= exact ? type_rows[i].exact : type_rows[i].instance;
        return true;
    }
    return false;
}

static void keep(struct py_facts *f, struct frame *fr, uint32_t node, py_types bits)
{
    uint32_t name =
        f->tree->nodes[node].kind == PY_NamedExpr ? py_child(f->tree, node, PY_F_target) : node;
    uint32_t symbol =
        f->tree->nodes[name].kind == PY_Name ? py_binding(f->module, name) : UINT32_MAX;

    if (symbol != UINT32_MAX)
        flow_narrow(fr, symbol, bits);
}

static bool is_none(const struct py_tree *t, uint32_t node)
{
    return t->nodes[node].kind == PY_Constant && t->nodes[node].op == PY_CONST_NONE;
}

/* The x of `type(x)`, 0 when the expression is something else. */
static uint32_t type_argument(struct py_facts *f, uint32_t node)
{
    if (f->tree->nodes[node].kind != PY_Call || py_count_in(f->tree, node, PY_F_args) != 1 ||
        !py_is_builtin(f->module, py_child(f->tree, node, PY_F_func), S("type")))
        return 0;
    return py_child(f->tree, node, PY_F_args);
}

static void narrow_compare(struct py_facts *f, struct frame *fr, uint32_t test, bool truth)
{
    const struct py_tree *t = f->tree;
    uint32_t left = py_child(t, test, PY_F_left), right = py_child(t, test, PY_F_comparators);
    enum py_op op = (enum py_op) t->nodes[py_child(t, test, PY_F_ops)].op;
    bool same = (op == PY_IS) == truth;
    py_types bits = 0;

    if (py_count_in(t, test, PY_F_comparators) != 1 || (op != PY_IS && op != PY_ISNOT))
        return;
    if (is_none(t, right))
        keep(f, fr, left, same ? PY_T_NONE : ALL & ~(py_types) PY_T_NONE);
    else if (type_argument(f, left) && types_named(f, right, true, &bits))
        keep(f, fr, type_argument(f, left), same ? bits : ~bits);
}

static void narrow_call(struct py_facts *f, struct frame *fr, uint32_t test, bool truth)
{
    const struct py_tree *t = f->tree;
    uint32_t first = py_child(t, test, PY_F_args), second;
    py_types bits = 0;

    if (py_count_in(t, test, PY_F_args) != 2 ||
        !py_is_builtin(f->module, py_child(t, test, PY_F_func), S("isinstance")))
        return;
    second = py_next_in(t, test, first);
    if (types_named(f, second, false, &bits))
        keep(f, fr, first, truth ? bits | PY_T_OBJECT : ~bits);
}

void narrow(struct py_facts *f, struct frame *fr, uint32_t test, bool truth)
{
    const struct py_tree *t = f->tree;
    enum py_op op = (enum py_op) t->nodes[test].op;

    switch (t->nodes[test].kind) {
    case PY_UnaryOp:
        if (op == PY_NOT)
            narrow(f, fr, py_child(t, test, PY_F_operand), !truth);
        return;
    case PY_BoolOp:
        for (uint32_t c = py_first(t, test); truth == (op == PY_AND) && c != PY_NO_NODE;
             c = py_next(t, test, c))
            narrow(f, fr, c, truth);
        return;
    case PY_Compare:
        narrow_compare(f, fr, test, truth);
        return;
    case PY_Call:
        narrow_call(f, fr, test, truth);
        return;
    case PY_Name:
    case PY_NamedExpr:
        if (truth)
            keep(f, fr, test, ALL & ~(py_types) PY_T_NONE);
        return;
    default:
        return;
    }
}

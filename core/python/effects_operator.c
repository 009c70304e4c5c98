/*
 * effects_operator.c — operators, comparisons and truth: result and effect (Language Reference 6.5 to
 * 6.13, 3.3.8).
 *
 * Operators of builtin types give what the tables here say. An operand that may be an object of a
 * user's class makes it PY_EFFECT_USER_OPERATOR, and the result anything; instances of plain classes
 * of the module are followed into their methods.
 */
#include "facts_internal.h"

#define REPEATABLE (PY_T_STR | PY_T_BYTES | PY_T_LIST | PY_T_TUPLE)
#define CONTAINER (PY_T_TUPLE | PY_T_FROZENSET | PY_T_LIST | PY_T_DICT | PY_T_SET | \
                   PY_T_ARRAY | PY_T_DEQUE | PY_T_COUNTER | PY_T_DEFAULTDICT)

static py_types arithmetic(enum py_op op, py_types l, py_types r)
{
    py_types both = l | r, result = 0;

    if ((l & PY_T_NUMBER) && (r & PY_T_NUMBER)) {
        bool integral = (l & (PY_T_INT | PY_T_BOOL)) && (r & (PY_T_INT | PY_T_BOOL));

        if (op == PY_DIV)
            result |= integral ? PY_T_FLOAT : 0;
        else if (integral)
            result |= PY_T_INT | (op == PY_POW ? PY_T_FLOAT : 0);
        result |= both & (PY_T_FLOAT | PY_T_COMPLEX);
        result |= op == PY_POW && (both & PY_T_FLOAT) ? PY_T_COMPLEX : 0;
        if (op >= PY_BITOR && op <= PY_BITAND)
            result |= l & r & PY_T_BOOL;
    }
    if (both & PY_T_ARRAY)
        result |= PY_T_ARRAY;
    if (both & PY_T_NPNUMBER)
        result |= PY_T_NPNUMBER;
    if (both & PY_T_VALUE)
        result |= PY_T_VALUE | PY_T_INT | PY_T_FLOAT;
    if (both & PY_T_DEQUE)
        result |= PY_T_DEQUE;
    result |= both & (PY_T_COUNTER | PY_T_DEFAULTDICT);
    if (op == PY_MOD)
        result |= l & (PY_T_STR | PY_T_BYTES | PY_T_BYTEARRAY);
    if (op == PY_ADD) /* of two of a kind; the left one decides between the kinds of bytes */
        result |= (l & r & (PY_T_STR | PY_T_LIST | PY_T_TUPLE)) |
                  (r & (PY_T_BYTES | PY_T_BYTEARRAY) ? l & (PY_T_BYTES | PY_T_BYTEARRAY) : 0);
    if (op == PY_MULT && (both & (PY_T_INT | PY_T_BOOL)))
        result |= both & (PY_T_STR | PY_T_BYTES | PY_T_LIST | PY_T_TUPLE | PY_T_BYTEARRAY);
    if (op == PY_SUB || (op >= PY_BITOR && op <= PY_BITAND))
        result |= both & (PY_T_SET | PY_T_FROZENSET | PY_T_DICT) ;
    if ((both & PY_T_VIEW) && (op == PY_SUB || (op >= PY_BITOR && op <= PY_BITAND)))
        result |= PY_T_SET;
    return result;
}

static const struct { str name, reflected; } operators[] = {
#define ROW(op, name) [op] = { S_INIT("__" name "__"), S_INIT("__r" name "__") }
    ROW(PY_ADD, "add"), ROW(PY_SUB, "sub"), ROW(PY_MULT, "mul"), ROW(PY_MATMULT, "matmul"),
    ROW(PY_DIV, "truediv"), ROW(PY_MOD, "mod"), ROW(PY_POW, "pow"), ROW(PY_LSHIFT, "lshift"),
    ROW(PY_RSHIFT, "rshift"), ROW(PY_BITOR, "or"), ROW(PY_BITXOR, "xor"), ROW(PY_BITAND, "and"),
    ROW(PY_FLOORDIV, "floordiv"),
#undef ROW
    [PY_EQ] = { S_INIT("__eq__"), S_INIT("__eq__") }, [PY_NOTEQ] = { S_INIT("__ne__"), S_INIT("__ne__") },
    [PY_LT] = { S_INIT("__lt__"), S_INIT("__gt__") }, [PY_LTE] = { S_INIT("__le__"), S_INIT("__ge__") },
    [PY_GT] = { S_INIT("__gt__"), S_INIT("__lt__") }, [PY_GTE] = { S_INIT("__ge__"), S_INIT("__le__") },
};

str operator_name(enum py_op op)
{
    return operators[op].name; /* "__add__" */
}

/* What an operator on unknown types gives. Its effect is recorded by the caller; whoever
 * discharges that has shown that the operator is a builtin one, which makes a new object. */
static struct value operator_result(void)
{
    struct value v = value_of(type_any(), ORIGIN_FRESH);

    v.deep |= ORIGIN_UNKNOWN;
    return v;
}

/* `[0] * n` with an n of unknown type. Whoever discharges the operator effect, recorded by the
 * caller, has shown that n is a number; then the result is a copy of the left side. */
static struct value repeated(struct value l)
{
    struct value v = value_fresh(l.type);

    if (v.self != 0) {
        v.deep |= l.deep;
        v.inner = l.inner;
    }
    return v;
}

struct value binary(struct py_facts *f, struct frame *fr, uint32_t node, enum py_op op,
                    struct value l, struct value r)
{
    struct py_type type;
    struct value v;
    bool formats = op == PY_MOD && (l.type.is & PY_T_STR);

    if (l.type.is == 0 || r.type.is == 0)
        return (struct value){ 0 };
    if (is_instance(l.type) && !(r.type.is & PY_T_OBJECT))
        return instance_operator(f, fr, node, operators[op].name, operators[op].reflected, l, r);
    if (is_instance(r.type) && !(l.type.is & PY_T_OBJECT) && py_type_within(l.type, PY_T_NUMBER))
        return instance_operator(f, fr, node, S(""), operators[op].reflected, l, r);
    if (type_may_run_user_code(l.type, false) || type_may_run_user_code(r.type, formats)) {
        effect_operator(f, fr, node);
        if (op == PY_MULT && py_type_within(l.type, REPEATABLE))
            return repeated(l);
        v = operator_result();
        v.deep |= l.self | l.deep | r.self | r.deep;
        return v;
    }
    type.is = arithmetic(op, l.type.is, r.type.is);
    type.item = l.type.item | r.type.item;
    type.item2 = l.type.item2 | r.type.item2;
    type.key = l.type.key | r.type.key;
    if (!(type.is & CONTAINER))
        type.item = type.item2 = type.key = 0;
    if (type.is == 0)
        type.is = PY_T_NONE; /* raises TypeError */
    v = value_fresh(type);
    if (py_type_scalar(type))
        return v;
    v.deep |= l.deep | r.deep;
    v.inner = alias_unify(fr, l.inner, r.inner);
    return v;
}

/* By their methods; == and != without one compare identities, unless one of them is None. */
static struct value compare_instances(struct py_facts *f, struct frame *fr, uint32_t node,
                                      enum py_op op, struct value l, struct value r)
{
    struct value v = { 0 };
    bool known = false;

    if (is_instance(l.type))
        v = instance_call_special(f, fr, node, l, operators[op].name, &r, &known);
    if (op == PY_NOTEQ && !known && is_instance(l.type))
        v = value_join(fr, v, instance_call_special(f, fr, node, l, operators[PY_EQ].name, &r, &known));
    if (is_instance(r.type) && (!known || !is_instance(l.type)))
        v = value_join(fr, v, instance_call_special(f, fr, node, r, operators[op].reflected, &l, &known));
    if (known)
        return v;
    if (has_dataclass(f, type_join(l.type, r.type)))
        effect_operator(f, fr, node); /* compares attribute by attribute */
    if (op != PY_EQ && op != PY_NOTEQ)
        return v;
    if (l.type.is != PY_T_NONE && r.type.is != PY_T_NONE)
        effect(f, fr, PY_EFFECT_IDENTITY, node, S("=="));
    return value_join(fr, v, value_fresh(type_of_bits(PY_T_BOOL)));
}

/* Arrays compare element by element. */
static struct value compared(py_types operands)
{
    struct py_type type = { .is = PY_T_BOOL | (operands & (PY_T_ARRAY | PY_T_NPNUMBER)) };

    if (operands & PY_T_ARRAY)
        type.item = type.item2 = PY_T_ARRAY | PY_T_NPNUMBER;
    return value_fresh(type);
}

struct value eval_compare(struct py_facts *f, struct frame *fr, uint32_t node)
{
    const struct py_tree *t = f->tree;
    struct value left = eval(f, fr, py_child(t, node, PY_F_left)), right;
    bool any = false, user = false;
    py_types kinds = 0;

    for (uint32_t c = py_first(t, node); c != PY_NO_NODE; c = py_next(t, node, c)) {
        enum py_op op = (enum py_op) t->nodes[c].op;
        uint32_t operand;

        if (t->nodes[c].kind != PY_cmpop)
            continue;
        operand = py_next(t, node, c);
        right = eval(f, fr, operand);
        if (op == PY_IS || op == PY_ISNOT) {
            if (!(left.type.is == PY_T_NONE || right.type.is == PY_T_NONE ||
                  py_type_within(left.type, PY_T_BOOL) || py_type_within(right.type, PY_T_BOOL)))
                effect(f, fr, PY_EFFECT_IDENTITY, node, S("is"));
        } else if (op < PY_IS && (is_instance(left.type) || is_instance(right.type)) &&
                   !((left.type.is | right.type.is) & PY_T_OBJECT)) {
            any = !py_type_within(compare_instances(f, fr, node, op, left, right).type, PY_T_BOOL) || any;
        } else {
            user = user || type_may_run_user_code(left.type, true) ||
                   type_may_run_user_code(right.type, true);
            any = any || (op < PY_IN && ((left.type.is | right.type.is) & PY_T_OBJECT));
            kinds |= op < PY_IN ? left.type.is | right.type.is : 0;
            if ((op == PY_IN || op == PY_NOTIN) && (right.type.is & PY_T_ITERATOR))
                iterate(f, fr, right, operand);
        }
        left = right;
    }
    if (user)
        effect_operator(f, fr, node);
    return any ? operator_result() : compared(kinds);
}

struct value eval_unary(struct py_facts *f, struct frame *fr, uint32_t node)
{
    struct value v = eval(f, fr, py_child(f->tree, node, PY_F_operand));
    py_types bits = v.type.is;

    if (type_may_run_user_code(v.type, false)) {
        effect_operator(f, fr, node);
        return f->tree->nodes[node].op == PY_NOT ? value_fresh(type_of_bits(PY_T_BOOL))
                                                 : operator_result();
    }
    if (f->tree->nodes[node].op == PY_NOT)
        return value_fresh(type_of_bits(PY_T_BOOL));
    bits = (bits & (PY_T_FLOAT | PY_T_COMPLEX | PY_T_NPNUMBER | PY_T_VALUE | PY_T_COUNTER | PY_T_ARRAY)) | (bits & (PY_T_INT | PY_T_BOOL) ? PY_T_INT : 0);
    return value_fresh(type_of_bits(bits ? bits : PY_T_NONE));
}

/* Truth testing calls __bool__ or __len__. */
struct value eval_test(struct py_facts *f, struct frame *fr, uint32_t node)
{
    struct value v = eval(f, fr, node);
    bool known;

    if (is_instance(v.type)) { /* true unless a method says otherwise */
        instance_call_special(f, fr, node, v, S("__bool__"), NULL, &known);
        instance_call_special(f, fr, node, v, S("__len__"), NULL, &known);
    } else if (type_may_run_user_code(v.type, false)) {
        effect_operator(f, fr, node);
    }
    return v;
}

/* Each operand is evaluated when those before it were all true (and) or all false (or). */
struct value eval_bool(struct py_facts *f, struct frame *fr, uint32_t node)
{
    const struct py_tree *t = f->tree;
    bool conjunction = t->nodes[node].op == PY_AND;
    struct value all = { 0 }, v;
    uint32_t c = py_first(t, node), next;
    struct flow_mark mark;

    v = eval_test(f, fr, c);
    mark = flow_mark(fr);
    for (; (next = py_next(t, node, c)) != PY_NO_NODE; c = next) {
        if (!conjunction)
            v.type = type_narrow(v.type, ~(py_types) PY_T_NONE); /* None is false: not the result */
        all = value_join(fr, all, v);
        narrow(f, fr, c, conjunction);
        v = eval_test(f, fr, next);
    }
    flow_maybe(fr, mark);
    return value_join(fr, all, v);
}

/*
 * expression.c — an expression of one iteration, as one over whole arrays.
 *
 * Taken are + - * with numbers, // % / by a constant or a number from before the loop, comparisons,
 * and, or, not, the conditional expression, max() and min() of two, abs(), int() of integers. None of
 * them can raise or warn once the inputs are known to be moderate numbers, so that evaluating both
 * sides of a condition, and all items before the next statement, cannot be seen. + - * / of float64
 * give the same bits one by one and all at once (IEEE 754); so does int64 arithmetic as long as
 * nothing overflows.
 *
 * Every intermediate value is bounded by a polynomial in the largest input, and the plan keeps
 * the largest input for which all of them stay below 2^53: there int64, float64 and Python's
 * numbers agree, and conversions between them are exact.
 */
#include "vector_internal.h"

#include <math.h>

static const double EXACT = 9007199254740992.0; /* 2^53 */

struct bound bound_sum(struct bound a, struct bound b)
{
    return (struct bound){ a.factor + b.factor, a.power > b.power ? a.power : b.power };
}

struct bound bound_product(struct bound a, struct bound b)
{
    return (struct bound){ a.factor * b.factor, a.power + b.power };
}

bool vector_limit(struct vectorizer *v, struct bound b)
{
    if (b.factor >= EXACT)
        return vector_refuse(v, "a number in it is too large");
    if (b.power == 0)
        return true;
    double most = floor(pow(EXACT / b.factor, 1.0 / b.power) * 0.999);
    if (most < 1000)
        return vector_refuse(v, "its values soon leave the range of 64-bit integers");
    v->most = most < v->most ? most : v->most;
    return true;
}

static const struct bound one_input = { 1, 1 };

/* ---- leaves ------------------------------------------------------------------------------ */

static bool number(struct vectorizer *v, uint32_t node, struct vec *ret)
{
    int64_t value;
    enum py_constant kind = (enum py_constant) v->t->nodes[node].op;
    str text = py_text(v->t, node);
    *ret = (struct vec){ .text = text };
    if (kind == PY_CONST_INT && py_int_value(v->t, node, &value) && value < 1ll << 52) {
        ret->bound = (struct bound){ (double) value + 1, 0 };
        return true;
    }
    if (kind != PY_CONST_FLOAT)
        return vector_refuse(v, "a constant in it is no plain number");
    double real = strtod(arena_cstr(v->arena, text), NULL);
    ret->floating = true;
    ret->bound = (struct bound){ real + 1, 0 };
    return (real == 0 || (real > 1e-100 && real < 1e15)) ||
           vector_refuse(v, "a constant in it is very large or small");
}

static bool scalar(struct vectorizer *v, uint32_t node, struct vec *ret)
{
    uint32_t name = v->t->nodes[node].name, i = 0;
    const struct py_loop *loop = py_loop_at(v->facts, v->outer);
    if (py_binding(v->module, node) == UINT32_MAX || py_name_in(&loop->written, name))
        return vector_refuse(v, "it uses a name that is no number set before the loop");
    while (i < v->scalar_count && v->scalars[i] != name)
        i++;
    if (i == MAX_NAMES)
        return vector_refuse(v, "it uses too many names");
    v->scalars[i] = name;
    v->scalar_count += i == v->scalar_count;
    *ret = (struct vec){ .text = py_text(v->t, node), .bound = one_input };
    return vector_limit(v, one_input);
}

static bool index_value(struct vectorizer *v, uint32_t axis, struct vec *ret)
{
    str name = vector_name(v, v->axes[axis].index);
    bool column = v->depth == 2 && axis == 0;
    v->axes[axis].counted = true;
    if (axis >= AXES) { /* one number at a time */
        *ret = (struct vec){ .text = name, .bound = one_input };
        return vector_limit(v, one_input);
    }
    *ret = (struct vec){ .text = column ? arena_printf(v->arena, "%.*s[:, None]", STR_ARG(name))
                                        : name,
                         .bound = one_input,
                         .vector = true,
                         .full = v->depth == 1 };
    return vector_limit(v, one_input);
}

static bool element(struct vectorizer *v, uint32_t axis, uint32_t k, struct vec *ret)
{
    struct window w = {
        .name = v->axes[axis].arrays[k], .dims = 1, .place = { { .axis = axis } }, .read = true
    };
    struct window *merged = vector_touch(v, &w);
    if (!merged)
        return false;
    *ret = (struct vec){ .text = vector_slice(v, &w, false),
                         .bound = one_input,
                         .vector = true,
                         .full = v->depth == 1,
                         .numpy = true,
                         .view = true };
    return vector_limit(v, one_input);
}

static bool name(struct vectorizer *v, uint32_t node, struct vec *ret)
{
    uint32_t name = v->t->nodes[node].name;
    for (uint32_t i = 0; i < v->temporary_count; i++)
        if (v->temporary_names[i] == name) {
            *ret = v->temporaries[i];
            ret->text = py_text(v->t, node);
            ret->view = false;
            return true;
        }
    for (uint32_t k = 0; k < AXES + v->kept_count; k++) {
        if (v->axes[k].index == name && !v->axes[k].over)
            return index_value(v, k, ret);
        for (uint32_t e = 0; e < v->axes[k].element_count; e++)
            if (v->axes[k].elements[e] == name)
                return element(v, k, e, ret);
    }
    return scalar(v, node, ret);
}

/* `a[perm[k]]`: the inner array runs along an axis and holds places in the outer one. */
static bool gathered(struct vectorizer *v, uint32_t node, struct vec *ret)
{
    uint32_t base = py_child(v->t, node, PY_F_value), index = py_child(v->t, node, PY_F_slice);
    struct vec places;
    if (v->t->nodes[base].kind != PY_Name || v->depth != 1 ||
        !vector_expression(v, index, &places))
        return vector_refuse(v, "a subscript in it does not run along the loop");
    struct window w = {
        .name = v->t->nodes[base].name, .dims = 1, .read = true, .scattered = true
    };
    str array = vector_name(v, w.name);
    if (!places.view || !vector_touch(v, &w))
        return vector_refuse(v, "a subscript in it does not run along the loop");
    vector_places(v, places.text, array);
    *ret = (struct vec){ .text = arena_printf(v->arena, "%.*s[%.*s]", STR_ARG(array),
                                              STR_ARG(places.text)),
                         .bound = one_input,
                         .vector = true,
                         .full = true,
                         .numpy = true };
    return vector_limit(v, one_input);
}

static bool subscript(struct vectorizer *v, uint32_t node, struct vec *ret)
{
    struct window w;
    if (!vector_access(v, node, &w))
        return gathered(v, node, ret);
    w.read = true;
    if (!vector_touch(v, &w))
        return false;
    uint32_t along = vector_along(&w);
    *ret = (struct vec){ .text = vector_slice(v, &w, false),
                         .bound = one_input,
                         .vector = along > 0,
                         .full = along == v->depth,
                         .numpy = true,
                         .view = along > 0 };
    return vector_limit(v, one_input);
}

/* ---- operators --------------------------------------------------------------------------- */

/* The source of the node with its operands replaced: parentheses stay where they are. */
static str respelled(struct vectorizer *v, uint32_t node, const uint32_t *parts,
                     const str *texts, uint32_t count)
{
    const struct py_tree *t = v->t;
    struct buf out = { 0 };
    uint32_t at = t->nodes[node].start;
    for (uint32_t i = 0; i < count; i++) {
        buf_append(&out, str_slice(t->source, at, t->nodes[parts[i]].start));
        buf_append(&out, texts[i]);
        at = t->nodes[parts[i]].end;
    }
    buf_append(&out, str_slice(t->source, at, t->nodes[node].end));
    str text = arena_str(v->arena, buf_str(&out));
    buf_free(&out);
    return text;
}

/* A positive divisor: nothing is divided by zero, and floor and sign are the same. What is no constant
 * is tested to be no smaller than LEAST_DIVISOR, or 1 where whole numbers are asked for. */
static const double LEAST_DIVISOR = 1e-6;

static bool divisor(struct vectorizer *v, uint32_t node, bool whole, struct vec *ret, double *ret_least)
{
    int64_t number_value;
    if (!vector_expression(v, node, ret))
        return false;
    *ret_least = v->t->nodes[node].kind == PY_Constant ? ret->bound.factor - 1 : whole ? 1 : LEAST_DIVISOR;
    if (ret->vector || ret->numpy || ret->mask || *ret_least <= 0 ||
        (whole && ret->floating) ||
        (whole && v->t->nodes[node].kind == PY_Constant && !py_int_value(v->t, node, &number_value)))
        return vector_refuse(v, "it divides by something that is no positive number for all items");
    if (v->t->nodes[node].kind == PY_Constant)
        return true;
    for (uint32_t n = node; n < v->t->nodes[node].extent; n++)
        for (uint32_t i = 0; i < v->temporary_count; i++)
            if (vector_is_name(v, n, v->temporary_names[i]))
                return vector_refuse(v, "it divides by something that is set in the loop");
    for (uint32_t k = AXES; k < AXES + v->kept_count; k++)
        for (uint32_t n = node; n < v->t->nodes[node].extent; n++)
            if (vector_is_name(v, n, v->axes[k].index))
                return vector_refuse(v, "it divides by something that changes in the loop");
    *VEC_PUSH(v->arena, &v->plan->guards) =
        arena_printf(v->arena, whole ? "%.*s >= 1" : "%.*s > 1e-06", STR_ARG(ret->text));
    return true;
}

static bool divided(struct vectorizer *v, enum py_op op, const struct vec *left, const struct vec *right,
                    double least, struct vec *ret)
{
    if (op == PY_DIV) {
        ret->floating = true;
        ret->bound = bound_product(left->bound, (struct bound){ least < 1 ? 1 / least : 1, 0 });
        return vector_limit(v, ret->bound);
    }
    if (left->floating)
        return vector_refuse(v, "it takes the remainder of a float");
    ret->bound = op == PY_MOD ? right->bound : bound_sum(left->bound, (struct bound){ 1, 0 });
    v->integral = true;
    return vector_limit(v, ret->bound);
}

static bool arithmetic(struct vectorizer *v, uint32_t node, struct vec *ret)
{
    uint32_t parts[] = { py_child(v->t, node, PY_F_left), py_child(v->t, node, PY_F_right) };
    enum py_op op = (enum py_op) v->t->nodes[node].op;
    bool whole = op == PY_FLOORDIV || op == PY_MOD;
    double least = 1;
    struct vec l, r;
    if (!vector_expression(v, parts[0], &l) ||
        !(whole || op == PY_DIV ? divisor(v, parts[1], whole, &r, &least)
                                : vector_expression(v, parts[1], &r)))
        return false;
    if (l.mask || r.mask)
        return vector_refuse(v, "it calculates with truth values");
    str texts[] = { l.text, r.text };
    *ret = (struct vec){ .text = respelled(v, node, parts, texts, 2),
                         .vector = l.vector || r.vector,
                         .full = l.full || r.full,
                         .numpy = l.numpy || r.numpy,
                         .mixed = l.mixed || r.mixed,
                         .floating = l.floating || r.floating };
    switch (op) {
    case PY_ADD:
    case PY_SUB:
        ret->bound = bound_sum(l.bound, r.bound);
        break;
    case PY_MULT:
        ret->bound = bound_product(l.bound, r.bound);
        break;
    case PY_DIV:
    case PY_FLOORDIV:
    case PY_MOD:
        return divided(v, op, &l, &r, least, ret);
    default:
        return vector_refuse(v, "it uses an operator that may differ on whole arrays");
    }
    return vector_limit(v, ret->bound);
}

static bool compared(struct vectorizer *v, uint32_t node, struct vec *ret)
{
    uint32_t op = py_child(v->t, node, PY_F_ops);
    uint32_t parts[] = { py_child(v->t, node, PY_F_left),
                         py_child(v->t, node, PY_F_comparators) };
    struct vec l, r;
    if (py_count_in(v->t, node, PY_F_ops) != 1 || v->t->nodes[op].op < PY_EQ ||
        v->t->nodes[op].op > PY_GTE)
        return vector_refuse(v, "it compares in a way that arrays do not");
    if (!vector_expression(v, parts[0], &l) || !vector_expression(v, parts[1], &r))
        return false;
    str texts[] = { l.text, r.text };
    *ret = (struct vec){ .text = respelled(v, node, parts, texts, 2),
                         .vector = l.vector || r.vector,
                         .full = l.full || r.full,
                         .mask = true,
                         .numpy = true,
                         .bound = { 1, 0 } };
    return !(l.mask || r.mask) || vector_refuse(v, "it compares truth values");
}

static bool joined(struct vectorizer *v, uint32_t node, struct vec *ret)
{
    const char *with = v->t->nodes[node].op == PY_AND ? " & " : " | ";
    str text = S("");
    bool full = false;
    for (uint32_t c = py_first(v->t, node); c; c = py_next(v->t, node, c)) {
        struct vec part;
        if (!vector_expression(v, c, &part))
            return false;
        if (!part.mask || !part.vector)
            return vector_refuse(v, "it joins values that are no comparisons");
        full |= part.full;
        text = arena_printf(v->arena, "%.*s%s(%.*s)", STR_ARG(text), text.len ? with : "",
                            STR_ARG(part.text));
    }
    *ret = (struct vec){ .text = text,
                         .vector = true,
                         .full = full,
                         .mask = true,
                         .numpy = true,
                         .bound = { 1, 0 } };
    return true;
}

static bool signed_value(struct vectorizer *v, uint32_t node, struct vec *ret)
{
    uint32_t operand = py_child(v->t, node, PY_F_operand);
    enum py_op op = (enum py_op) v->t->nodes[node].op;
    struct vec value;
    if (!vector_expression(v, operand, &value))
        return false;
    *ret = value;
    ret->view = false;
    if (op == PY_NOT && value.mask && value.vector) {
        ret->text = arena_printf(v->arena, "~(%.*s)", STR_ARG(value.text));
        return true;
    }
    ret->text = respelled(v, node, &operand, &value.text, 1);
    return (op == PY_USUB && !value.mask) ||
           vector_refuse(v, "it uses an operator that may differ on whole arrays");
}

/* Both sides are evaluated: that none of them can raise is what the operators promise. */
static bool chosen(struct vectorizer *v, uint32_t node, struct vec *ret)
{
    struct vec test, one, other;
    if (!vector_expression(v, py_child(v->t, node, PY_F_test), &test) ||
        !vector_expression(v, py_child(v->t, node, PY_F_body), &one) ||
        !vector_expression(v, py_child(v->t, node, PY_F_orelse), &other))
        return false;
    if (!test.mask || !test.vector || one.mask || other.mask)
        return vector_refuse(v, "it chooses by something that is no comparison");
    *ret = (struct vec){ .text = arena_printf(v->arena, "%.*s.where(%.*s, %.*s, %.*s)",
                                              STR_ARG(v->np), STR_ARG(test.text),
                                              STR_ARG(one.text), STR_ARG(other.text)),
                         .vector = true,
                         .full = test.full || one.full || other.full,
                         .numpy = one.numpy,
                         .mixed = one.mixed || other.mixed || one.numpy != other.numpy ||
                                  one.floating != other.floating,
                         .floating = one.floating || other.floating,
                         .bound = bound_sum(one.bound, other.bound) };
    return true;
}

/* max(a, b) is b when b is greater, else a; of NaN there is none. */
static bool extreme(struct vectorizer *v, uint32_t node, const char *sign, struct vec *ret)
{
    uint32_t first = py_child(v->t, node, PY_F_args), second = py_next_in(v->t, node, first);
    struct vec a, b;
    if (!vector_expression(v, first, &a) || !vector_expression(v, second, &b))
        return false;
    if (a.mask || b.mask)
        return vector_refuse(v, "it compares truth values");
    *ret = (struct vec){ .text = arena_printf(v->arena, "%.*s.where(%.*s %s %.*s, %.*s, %.*s)",
                                              STR_ARG(v->np), STR_ARG(b.text), sign, STR_ARG(a.text),
                                              STR_ARG(b.text), STR_ARG(a.text)),
                         .vector = true,
                         .full = a.full || b.full,
                         .numpy = a.numpy,
                         .mixed = a.mixed || b.mixed || a.numpy != b.numpy || a.floating != b.floating,
                         .floating = a.floating || b.floating,
                         .bound = bound_sum(a.bound, b.bound) };
    return a.vector || b.vector || vector_refuse(v, "it calls a function on something that is no item");
}

static bool called(struct vectorizer *v, uint32_t node, struct vec *ret)
{
    uint32_t func = py_child(v->t, node, PY_F_func), argument = py_child(v->t, node, PY_F_args);
    bool pair = py_count_in(v->t, node, PY_F_args) == 2 && !py_child(v->t, node, PY_F_keywords);
    if (pair && py_is_builtin(v->module, func, S("max")))
        return extreme(v, node, ">", ret);
    if (pair && py_is_builtin(v->module, func, S("min")))
        return extreme(v, node, "<", ret);
    bool whole = py_is_builtin(v->module, func, S("int"));
    struct vec value;
    if ((!whole && !py_is_builtin(v->module, func, S("abs"))) ||
        py_count_in(v->t, node, PY_F_args) != 1 || py_child(v->t, node, PY_F_keywords))
        return vector_refuse(v, "it calls a function that does not take arrays");
    if (!vector_expression(v, argument, &value))
        return false;
    if (value.mask || !value.vector)
        return vector_refuse(v, "it calls a function on something that is no item");
    *ret = value;
    if (!whole) {
        ret->text = arena_printf(v->arena, "abs(%.*s)", STR_ARG(value.text));
        ret->view = false;
        return true;
    }
    /* int() of an integer is that integer, as a Python number. */
    bool atom = value.view || v->t->nodes[argument].kind == PY_Name;
    ret->text = atom ? value.text : arena_printf(v->arena, "(%.*s)", STR_ARG(value.text));
    ret->numpy = ret->mixed = false;
    v->integral = true;
    return !value.floating || vector_refuse(v, "it rounds floats");
}

bool vector_expression(struct vectorizer *v, uint32_t node, struct vec *ret)
{
    if (py_line(v->t, node) != py_end_line(v->t, node))
        return vector_refuse(v, "an expression in it takes several lines");
    switch (v->t->nodes[node].kind) {
    case PY_Constant:
        return number(v, node, ret);
    case PY_Name:
        return name(v, node, ret);
    case PY_Subscript:
        return subscript(v, node, ret);
    case PY_BinOp:
        return arithmetic(v, node, ret);
    case PY_Compare:
        return compared(v, node, ret);
    case PY_BoolOp:
        return joined(v, node, ret);
    case PY_UnaryOp:
        return signed_value(v, node, ret);
    case PY_IfExp:
        return chosen(v, node, ret);
    case PY_Call:
        return called(v, node, ret);
    default:
        return vector_refuse(v, "an expression in it has no form on whole arrays");
    }
}

/*
 * linear.c — subscripts that put rows and columns into one number: grid[y * w + x] (delinearisation;
 * Maslov, PLDI 1992).
 *
 * A product of two variables is not affine, so the tests of subscript.c could say nothing. But where w is
 * one int that the loop leaves alone and 0 <= x < w is known from the loops around, y * w + x and
 * y' * w + x' are equal only when y = y' and x = x': the subscript is taken as the two of them. What is
 * known comes from headers: `for x in range(w)`, `range(1, w - 1)` with x - 1 and x + 1.
 */
#include "elements.h"

#define MAX_NAMES 4u /* that stand for other expressions */

struct parts {
    struct affine row, column;
    struct affine width; /* one symbol; not known until a product was met */
    uint32_t names;
    bool failed;
};

static bool is_one_symbol(const struct affine *a)
{
    return a->known && a->constant == 0 && a->count == 1 && a->terms[0].coefficient == 1 && is_symbol(a);
}

static bool same_width(const struct parts *p, const struct affine *w)
{
    return !p->width.known || p->width.terms[0].variable == w->terms[0].variable;
}

static void add_product(struct parts *p, struct affine factor, struct affine width, int64_t sign)
{
    if (!same_width(p, &width)) {
        p->failed = true;
        return;
    }
    p->width = width;
    p->row = affine_add(p->row, affine_scale(factor, sign));
}

/* Sums and differences of products with the width, and of anything affine. */
static void split(struct py_facts *f, const struct py_loop *l, uint32_t node, int64_t sign, struct parts *p)
{
    const struct py_tree *t = f->tree;
    uint32_t left = py_child(t, node, PY_F_left), right = py_child(t, node, PY_F_right);
    enum py_op op = t->nodes[node].kind == PY_BinOp ? (enum py_op) t->nodes[node].op : PY_OP_NONE;
    uint32_t value = t->nodes[node].kind == PY_Name ? value_followed(f, l, node) : 0;
    struct affine a, b;

    if (value != 0 && p->names++ < MAX_NAMES) {
        split(f, l, value, sign, p);
        return;
    }
    if (op == PY_ADD || op == PY_SUB) {
        split(f, l, left, sign, p);
        split(f, l, right, op == PY_ADD ? sign : -sign, p);
        return;
    }
    if (op == PY_MULT) {
        a = index_of(f, l, left);
        b = index_of(f, l, right);
        if (is_one_symbol(&b) && !is_symbol(&a) && !affine_is_constant(&a)) {
            add_product(p, a, b, sign);
            return;
        }
        if (is_one_symbol(&a) && !is_symbol(&b) && !affine_is_constant(&b)) {
            add_product(p, b, a, sign);
            return;
        }
    }
    p->column = affine_add(p->column, affine_scale(index_of(f, l, node), sign));
}

bool linear_parts(struct py_facts *f, const struct py_loop *l, uint32_t index, struct affine *ret_row,
                  struct affine *ret_column, uint32_t *ret_width)
{
    struct parts p = { .row = affine_constant(0), .column = affine_constant(0), .width = affine_unknown() };
    struct subscript_loop loops[SUBSCRIPT_INNER * 2];
    struct affine room;
    uint32_t count;

    split(f, l, index, 1, &p);
    if (p.failed || !p.width.known || !p.row.known || !p.column.known)
        return false;
    room = affine_subtract(affine_subtract(p.width, affine_constant(1)), p.column);
    count = loops_around(f, l, index, loops, ARRAY_LEN(loops), true);
    if (!subscript_not_negative(p.column, loops, count) || !subscript_not_negative(room, loops, count))
        return false;
    *ret_row = p.row;
    *ret_column = p.column;
    *ret_width = p.width.terms[0].variable;
    return true;
}

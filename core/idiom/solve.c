/*
 * solve.c — reads a loop over a range as an equation for its variable.
 *
 * The equation is a sum of terms on both sides; exactly one term holds the variable: itself, a constant times it, or
 * its square. All names in it have to hold exact ints, proved or tested: then moving terms to the other side is exact.
 */
#include "hasten/solve.h"

struct reader {
    struct py_facts *facts;
    const struct py_module *module;
    const struct py_tree *t;
    struct arena *arena;
    struct solved *s;
    uint32_t name; /* interned: the target */
    bool found;    /* the term with the target was met */
    bool negative; /* and its sign on the left side */
};

static bool is_kind(const struct reader *r, uint32_t node, enum py_kind kind)
{
    return node && r->t->nodes[node].kind == kind;
}

static bool is_target(const struct reader *r, uint32_t node)
{
    return is_kind(r, node, PY_Name) && r->t->nodes[node].name == r->name;
}

static bool mentions_target(const struct reader *r, uint32_t node)
{
    for (uint32_t n = node; n < r->t->nodes[node].extent; n++)
        if (is_target(r, n))
            return true;
    return false;
}

/* ---- terms ------------------------------------------------------------------------------ */

static void add_test(struct reader *r, uint32_t name)
{
    str text = py_text(r->t, name);
    str test = arena_printf(r->arena, "type(%.*s) is int", STR_ARG(text));

    if (py_type_within(py_type_of(r->facts, name), PY_T_INT) || str_find(r->s->tests, test) < r->s->tests.len)
        return;
    r->s->tests = r->s->tests.len
                      ? arena_printf(r->arena, "%.*s and %.*s", STR_ARG(r->s->tests), STR_ARG(test)) : test;
}

/* Names, int constants, + - * and constant powers. */
static bool is_int_term(struct reader *r, uint32_t node)
{
    const struct py_node *n = &r->t->nodes[node];
    uint32_t left = py_child(r->t, node, PY_F_left), right = py_child(r->t, node, PY_F_right);
    int64_t value;

    switch (n->kind) {
    case PY_Name:
        add_test(r, node);
        return py_binding(r->module, node) != UINT32_MAX;
    case PY_Constant:
        return py_int_value(r->t, node, &value);
    case PY_BinOp:
        if (n->op == PY_POW)
            return is_int_term(r, left) && py_int_value(r->t, right, &value) && value >= 0 && value < 8;
        return (n->op == PY_ADD || n->op == PY_SUB || n->op == PY_MULT) && is_int_term(r, left) &&
               is_int_term(r, right);
    default:
        return false;
    }
}

static bool move_term(struct reader *r, uint32_t node, bool minus)
{
    str text = py_text(r->t, node);
    bool sum = is_kind(r, node, PY_BinOp) && (r->t->nodes[node].op == PY_ADD || r->t->nodes[node].op == PY_SUB);

    if (!is_int_term(r, node))
        return false;
    if (sum && (minus || r->s->value.len))
        text = arena_printf(r->arena, "(%.*s)", STR_ARG(text));
    if (!r->s->value.len)
        r->s->value = minus ? arena_printf(r->arena, "-%.*s", STR_ARG(text)) : text;
    else
        r->s->value = arena_printf(r->arena, "%.*s %c %.*s", STR_ARG(r->s->value), minus ? '-' : '+', STR_ARG(text));
    return true;
}

/* c, 5 * c, c * c, c ** 2 */
static bool read_unknown(struct reader *r, uint32_t node)
{
    uint32_t left = py_child(r->t, node, PY_F_left), right = py_child(r->t, node, PY_F_right);
    int64_t value;

    r->s->factor = 1;
    if (is_target(r, node))
        return true;
    if (!is_kind(r, node, PY_BinOp))
        return false;
    if (r->t->nodes[node].op == PY_POW)
        return r->s->square = is_target(r, left) && py_int_value(r->t, right, &value) && value == 2;
    if (r->t->nodes[node].op != PY_MULT)
        return false;
    if (is_target(r, left) && is_target(r, right))
        return r->s->square = true;
    return (is_target(r, left) && py_int_value(r->t, right, &r->s->factor) && r->s->factor > 0) ||
           (is_target(r, right) && py_int_value(r->t, left, &r->s->factor) && r->s->factor > 0);
}

/* Finds the term with the target; does not yet move the others. */
static bool find_unknown(struct reader *r, uint32_t side, bool minus)
{
    uint32_t left = py_child(r->t, side, PY_F_left), right = py_child(r->t, side, PY_F_right);
    enum py_op op = (enum py_op) r->t->nodes[side].op;

    if (is_kind(r, side, PY_BinOp) && (op == PY_ADD || op == PY_SUB)) {
        bool in_left = mentions_target(r, left);
        if (in_left == mentions_target(r, right))
            return false;
        return find_unknown(r, in_left ? left : right, in_left ? minus : minus != (op == PY_SUB));
    }
    r->negative = minus;
    return read_unknown(r, side);
}

/* Moves all terms of the side but the one with the target to the other side, whose sign is turned when `turned`. */
static bool move_others(struct reader *r, uint32_t side, bool minus)
{
    uint32_t left = py_child(r->t, side, PY_F_left), right = py_child(r->t, side, PY_F_right);
    enum py_op op = (enum py_op) r->t->nodes[side].op;
    bool in_left = mentions_target(r, left);

    if (!is_kind(r, side, PY_BinOp) || (op != PY_ADD && op != PY_SUB))
        return true;
    if (in_left)
        return move_others(r, left, minus) && move_term(r, right, minus == (op == PY_SUB));
    return move_term(r, left, !minus) && move_others(r, right, minus != (op == PY_SUB));
}

static bool read_equation(struct reader *r, uint32_t compare)
{
    uint32_t left = py_child(r->t, compare, PY_F_left), right = py_child(r->t, compare, PY_F_comparators);
    uint32_t op = py_child(r->t, compare, PY_F_ops), side, other;

    r->s->compare = compare;
    if (!is_kind(r, compare, PY_Compare) || py_count_in(r->t, compare, PY_F_ops) != 1 ||
        r->t->nodes[op].op != PY_EQ || mentions_target(r, left) == mentions_target(r, right))
        return false;
    side = mentions_target(r, left) ? left : right;
    other = side == left ? right : left;
    if (!find_unknown(r, side, false))
        return false;
    return r->negative ? move_others(r, side, true) && move_term(r, other, true)
                       : move_term(r, other, false) && move_others(r, side, false);
}

/* ---- the loop ------------------------------------------------------------------------------ */

static bool is_quiet(const struct reader *r, uint32_t test)
{
    return is_kind(r, test, PY_Compare) && py_count_in(r->t, test, PY_F_ops) == 1 &&
           py_type_within(py_type_of(r->facts, py_child(r->t, test, PY_F_left)), PY_T_INT) &&
           py_type_within(py_type_of(r->facts, py_child(r->t, test, PY_F_comparators)), PY_T_INT) &&
           is_kind(r, py_child(r->t, test, PY_F_left), PY_Name);
}

/* The whole test, or what stands in it behind comparisons of ints, and in front of the rest. */
static bool read_test(struct reader *r, uint32_t test)
{
    if (is_kind(r, test, PY_BoolOp) && r->t->nodes[test].op == PY_AND) {
        test = py_child(r->t, test, PY_F_values);
        for (uint32_t next; is_quiet(r, test) && !mentions_target(r, test) &&
                            (next = py_next_in(r->t, r->t->nodes[test].parent, test));)
            test = next;
    }
    return read_equation(r, test);
}

static bool is_range(const struct reader *r, uint32_t call)
{
    uint32_t count = is_kind(r, call, PY_Call) ? py_count_in(r->t, call, PY_F_args) : 0;

    return count >= 1 && count <= 2 && !py_child(r->t, call, PY_F_keywords) &&
           py_is_builtin(r->module, py_child(r->t, call, PY_F_func), S("range"));
}

/* Every assignment to the name is a loop over a range that begins at no negative number. */
static bool is_natural(const struct reader *r, uint32_t node, int depth)
{
    int64_t value;
    uint32_t symbol;

    if (py_int_value(r->t, node, &value))
        return value >= 0;
    symbol = is_kind(r, node, PY_Name) ? py_binding(r->module, node) : UINT32_MAX;
    if (is_kind(r, node, PY_BinOp) && r->t->nodes[node].op == PY_ADD)
        return depth && is_natural(r, py_child(r->t, node, PY_F_left), depth - 1) &&
               is_natural(r, py_child(r->t, node, PY_F_right), depth - 1);
    if (symbol == UINT32_MAX || !depth || (py_scopes(r->module)->symbols[symbol].flags & PY_SYM_PARAMETER))
        return false;
    for (uint32_t n = 1; n < r->t->count; n++) {
        uint32_t header = r->t->nodes[n].parent, range = py_child(r->t, header, PY_F_iter), first;

        if (!is_kind(r, n, PY_Name) || r->t->nodes[n].op == PY_LOAD || r->t->nodes[n].name != r->t->nodes[node].name ||
            py_binding(r->module, n) != symbol)
            continue;
        first = py_child(r->t, range, PY_F_args);
        if ((!is_kind(r, header, PY_For) && !is_kind(r, header, PY_comprehension)) || !is_range(r, range) ||
            (py_next_in(r->t, range, first) && !is_natural(r, first, depth - 1)))
            return false;
    }
    return true;
}

static bool starts_natural(const struct reader *r)
{
    uint32_t first = py_child(r->t, r->s->range, PY_F_args);

    return !py_next_in(r->t, r->s->range, first) || is_natural(r, first, 4);
}

static bool read_loop(struct reader *r)
{
    uint32_t clause = r->s->clause, first = py_child(r->t, clause, PY_F_body);

    if (r->s->loop != clause)
        return py_child(r->t, clause, PY_F_ifs) && read_test(r, py_child(r->t, clause, PY_F_ifs));
    return is_kind(r, first, PY_If) && !py_child(r->t, first, PY_F_orelse) && !py_next_in(r->t, clause, first) &&
           read_test(r, py_child(r->t, first, PY_F_test));
}

bool solve_at(struct py_facts *facts, uint32_t node, struct arena *arena, struct solved *ret)
{
    const struct py_module *module = py_facts_module(facts);
    const struct py_tree *t = py_tree(module);
    struct solved s = { .clause = node, .loop = node, .value = S(""), .tests = S("") };
    struct reader r = { .facts = facts, .module = module, .t = t, .arena = arena, .s = &s };

    if (is_kind(&r, node, PY_comprehension) && !(t->nodes[node].flags & PY_FLAG_ASYNC))
        s.loop = t->nodes[node].parent;
    else if (!is_kind(&r, node, PY_For))
        return false;
    s.range = py_child(t, node, PY_F_iter);
    s.target = py_child(t, node, PY_F_target);
    if (!is_kind(&r, s.target, PY_Name) || !is_range(&r, s.range))
        return false;
    r.name = t->nodes[s.target].name;
    if (!read_loop(&r) || (s.square && !starts_natural(&r)))
        return false;
    *ret = s;
    return true;
}

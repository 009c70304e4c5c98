/*
 * shape.c — does this code have that shape?
 *
 * A structural comparison of two trees with backtracking over the few ways to write the same. Every
 * name of the shape that is no hole means a builtin and has to mean it in the program as well.
 * Shapes are small and written by us; the program is hostile, but a comparison never goes deeper
 * than the shape, except for idiom_same_expression(), which recurses over one expression whose depth
 * the parser has bounded.
 */
#include "hasten/idiom.h"

struct matcher {
    const struct idiom *idiom;
    const struct py_module *shape, *module;
    const struct py_tree *s, *t; /* their trees */
    struct idiom_match match;
    bool assumes_lengths; /* any name may stand where the shape measures a list */
};

static bool has_context(enum py_kind kind)
{
    return kind == PY_Name || kind == PY_Attribute || kind == PY_Subscript || kind == PY_Starred ||
           kind == PY_List || kind == PY_Tuple;
}

bool idiom_same_expression(const struct py_module *module, uint32_t a, uint32_t b)
{
    const struct py_tree *t = py_tree(module);
    const struct py_node *x = &t->nodes[a], *y = &t->nodes[b];

    if (x->kind != y->kind || (x->op != y->op && !has_context((enum py_kind) x->kind)) ||
        x->name != y->name || x->extent - a != y->extent - b)
        return false;
    if (x->kind == PY_Constant && !str_equal(py_text(t, a), py_text(t, b)))
        return false;
    if (x->kind == PY_Name && py_binding(module, a) != py_binding(module, b))
        return false;
    uint32_t c = py_first(t, a), d = py_first(t, b);
    for (; c && d; c = py_next(t, a, c), d = py_next(t, b, d))
        if (t->nodes[c].field != t->nodes[d].field || !idiom_same_expression(module, c, d))
            return false;
    return !c && !d;
}

uint32_t idiom_hole(const struct idiom *idiom, str name)
{
    for (uint32_t i = 0; i < idiom->hole_count; i++)
        if (str_equal(idiom->holes[i], name))
            return i;
    return UINT32_MAX;
}

bool idiom_is_steps(const struct idiom *idiom, uint32_t hole)
{
    for (size_t i = 0; i < idiom->condition_count; i++)
        if (str_equal(idiom->conditions[i].hole, idiom->holes[hole]) && str_equal(idiom->conditions[i].word, S("steps")))
            return true;
    return false;
}

static bool same(struct matcher *m, uint32_t shape, uint32_t node);
static bool same_exchange(struct matcher *m, uint32_t shape, uint32_t *node);

static bool fill(struct matcher *m, uint32_t hole, uint32_t shape, uint32_t node)
{
    bool stored = m->s->nodes[shape].op != PY_LOAD;

    if (!py_is_expression((enum py_kind) m->t->nodes[node].kind) ||
        m->t->nodes[node].kind == PY_Starred || m->t->nodes[node].kind == PY_Slice)
        return false;
    if (stored && (m->t->nodes[node].kind != PY_Name || m->t->nodes[node].op != PY_STORE))
        return false;
    if (m->match.holes[hole])
        return idiom_same_expression(m->module, m->match.holes[hole], node);
    m->match.holes[hole] = node;
    return true;
}

static uint32_t count_from(const struct py_tree *t, uint32_t statement)
{
    uint32_t count = 0;

    for (uint32_t s = statement; s; s = py_next_in(t, t->nodes[statement].parent, s))
        count++;
    return count;
}

/* The shape has a hole for statements here, and there are some: all but those that the shape has behind it. *node moves on to
 * the last of them. */
static bool same_steps(struct matcher *m, uint32_t shape, uint32_t *node)
{
    uint32_t name = py_first(m->s, shape), hole, rest = count_from(m->s, shape) - 1, count = count_from(m->t, *node);

    if (m->s->nodes[shape].kind != PY_Expr || m->s->nodes[name].kind != PY_Name ||
        (hole = idiom_hole(m->idiom, py_name(m->s, name))) == UINT32_MAX || !idiom_is_steps(m->idiom, hole) ||
        m->match.holes[hole] || count <= rest)
        return false;
    m->match.holes[hole] = m->match.ends[hole] = *node;
    for (uint32_t i = 1; i < count - rest; i++)
        m->match.ends[hole] = py_next_in(m->t, m->t->nodes[*node].parent, m->match.ends[hole]);
    *node = m->match.ends[hole];
    return true;
}

/* The next child on both sides, field by field, has the same shape. */
static bool same_children(struct matcher *m, uint32_t shape, uint32_t node)
{
    uint32_t c = py_first(m->s, shape), d = py_first(m->t, node);

    for (; c && d; c = py_next(m->s, shape, c), d = py_next(m->t, node, d)) {
        struct idiom_match before = m->match;

        if (m->s->nodes[c].field != m->t->nodes[d].field)
            return false;
        if (same_steps(m, c, &d) || same(m, c, d))
            continue;
        m->match = before;
        if (!same_exchange(m, c, &d))
            return false;
    }
    return !c && !d;
}

static enum py_op mirrored(enum py_op op)
{
    switch (op) {
    case PY_EQ: case PY_NOTEQ: return op;
    case PY_LT: return PY_GT;
    case PY_LTE: return PY_GTE;
    case PY_GT: return PY_LT;
    case PY_GTE: return PY_LTE;
    default: return PY_OP_NONE;
    }
}

static bool same_compare(struct matcher *m, uint32_t shape, uint32_t node)
{
    struct idiom_match before = m->match;
    uint32_t op = py_child(m->s, shape, PY_F_ops), other = py_child(m->t, node, PY_F_ops);

    if (same_children(m, shape, node))
        return true;
    m->match = before;
    return py_count_in(m->s, shape, PY_F_ops) == 1 && py_count_in(m->t, node, PY_F_ops) == 1 &&
           mirrored((enum py_op) m->s->nodes[op].op) == (enum py_op) m->t->nodes[other].op &&
           m->t->nodes[other].op != PY_OP_NONE &&
           same(m, py_child(m->s, shape, PY_F_left), py_child(m->t, node, PY_F_comparators)) &&
           same(m, py_child(m->s, shape, PY_F_comparators), py_child(m->t, node, PY_F_left));
}

/* a - b - c, also written a - c - b */
static bool same_differences(struct matcher *m, uint32_t shape, uint32_t node)
{
    uint32_t s = py_child(m->s, shape, PY_F_left), t = py_child(m->t, node, PY_F_left);

    return m->s->nodes[s].kind == PY_BinOp && m->s->nodes[s].op == PY_SUB && m->t->nodes[t].kind == PY_BinOp &&
           m->t->nodes[t].op == PY_SUB &&
           same(m, py_child(m->s, s, PY_F_left), py_child(m->t, t, PY_F_left)) &&
           same(m, py_child(m->s, s, PY_F_right), py_child(m->t, node, PY_F_right)) &&
           same(m, py_child(m->s, shape, PY_F_right), py_child(m->t, t, PY_F_right));
}

/* Two texts or two lists are not the same when they are exchanged. */
static bool may_be_joined(const struct matcher *m, uint32_t operand)
{
    static const char *const words[] = { "str", "strs", "list", "plain", "plains", "sequence", "countable", "rows", "matrix" };

    for (uint32_t n = operand; n < m->s->nodes[operand].extent; n++) {
        enum py_kind kind = (enum py_kind) m->s->nodes[n].kind;
        uint32_t hole = kind == PY_Name ? idiom_hole(m->idiom, py_name(m->s, n)) : UINT32_MAX;

        if ((kind == PY_Constant && m->s->nodes[n].op == PY_CONST_STR) || kind == PY_List || kind == PY_ListComp ||
            kind == PY_JoinedStr || kind == PY_Slice || (kind == PY_Call && m->s->nodes[n].field != PY_F_args) ||
            (kind == PY_Name && n == operand && hole == UINT32_MAX))
            return true;
        for (size_t c = 0; hole != UINT32_MAX && c < m->idiom->condition_count; c++)
            for (size_t w = 0; w < ARRAY_LEN(words); w++)
                if (str_equal(m->idiom->conditions[c].hole, m->idiom->holes[hole]) &&
                    str_equal(m->idiom->conditions[c].word, str_from(words[w])))
                    return true;
    }
    return false;
}

static bool same_binary(struct matcher *m, uint32_t shape, uint32_t node)
{
    struct idiom_match before = m->match;
    enum py_op op = (enum py_op) m->s->nodes[shape].op;

    if (m->t->nodes[node].op != m->s->nodes[shape].op)
        return false;
    if (same_children(m, shape, node))
        return true;
    m->match = before;
    if (op == PY_SUB)
        return same_differences(m, shape, node);
    if (op == PY_ADD && (may_be_joined(m, py_child(m->s, shape, PY_F_left)) || may_be_joined(m, py_child(m->s, shape, PY_F_right))))
        return false;
    return (op == PY_ADD || op == PY_MULT) &&
           same(m, py_child(m->s, shape, PY_F_left), py_child(m->t, node, PY_F_right)) &&
           same(m, py_child(m->s, shape, PY_F_right), py_child(m->t, node, PY_F_left));
}

/* x += e, also written x = x + e or, for + and *, x = e + x */
static bool same_augmented(struct matcher *m, uint32_t shape, uint32_t node)
{
    const struct py_node *s = &m->s->nodes[shape], *t = &m->t->nodes[node];
    uint32_t target = py_child(m->s, shape, PY_F_target);
    uint32_t value = py_child(m->s, shape, PY_F_value);

    if (t->kind == PY_AugAssign)
        return s->op == t->op && same_children(m, shape, node);
    uint32_t sum = py_child(m->t, node, PY_F_value), name = py_child(m->t, node, PY_F_targets);
    if (t->kind != PY_Assign || py_count_in(m->t, node, PY_F_targets) != 1 ||
        m->t->nodes[sum].kind != PY_BinOp || m->t->nodes[sum].op != s->op || !same(m, target, name))
        return false;
    uint32_t left = py_child(m->t, sum, PY_F_left), right = py_child(m->t, sum, PY_F_right);
    if (idiom_same_expression(m->module, name, left))
        return same(m, value, right);
    if (s->op == PY_ADD && (may_be_joined(m, target) || may_be_joined(m, value)))
        return false;
    return (s->op == PY_ADD || s->op == PY_MULT) && idiom_same_expression(m->module, name, right) &&
           same(m, value, left);
}

static bool is_zero(const struct py_tree *t, uint32_t node)
{
    int64_t value;

    return py_int_value(t, node, &value) && value == 0;
}

/* range(n), also written range(0, n) */
static bool same_call(struct matcher *m, uint32_t shape, uint32_t node)
{
    struct idiom_match before = m->match;
    uint32_t func = py_child(m->t, node, PY_F_func), first = py_child(m->t, node, PY_F_args);

    if (same_children(m, shape, node))
        return true;
    m->match = before;
    return py_count_in(m->s, shape, PY_F_args) == 1 && py_count_in(m->t, node, PY_F_args) == 2 &&
           py_is_builtin(m->module, func, S("range")) && is_zero(m->t, first) &&
           same(m, py_child(m->s, shape, PY_F_func), func) &&
           same(m, py_child(m->s, shape, PY_F_args), py_next_in(m->t, node, first));
}

/* ---- an exchange through a third name ------------------------------------------------------ */

/* The name is assigned in the statement that holds it, read in one place, and nowhere else. */
static bool is_passing(const struct matcher *m, uint32_t name)
{
    uint32_t symbol = py_binding(m->module, name), reads = 0, stores = 0;

    for (uint32_t n = 1; n < m->t->count; n++)
        if (m->t->nodes[n].kind == PY_Name && m->t->nodes[n].name == m->t->nodes[name].name &&
            py_binding(m->module, n) == symbol)
            *(m->t->nodes[n].op == PY_LOAD ? &reads : &stores) += 1;
    return symbol != UINT32_MAX && reads == 1 && stores == 1 && py_is_own_variable(m->module, symbol) &&
           !(py_scopes(m->module)->symbols[symbol].flags & PY_SYM_PARAMETER);
}

static bool is_plain_assignment(const struct py_tree *t, uint32_t node)
{
    return node && t->nodes[node].kind == PY_Assign && py_count_in(t, node, PY_F_targets) == 1;
}

/* The shape's `X, Y = Y, X` matches `t = X; X = Y; Y = t`; *node moves on to the last of the three. */
static bool same_exchange(struct matcher *m, uint32_t shape, uint32_t *node)
{
    uint32_t pair = py_child(m->s, shape, PY_F_targets), x = py_first(m->s, pair), y = py_next(m->s, pair, x);
    uint32_t values = py_child(m->s, shape, PY_F_value), parent = m->t->nodes[*node].parent;
    uint32_t first = *node, second = py_next_in(m->t, parent, first);
    uint32_t third = second ? py_next_in(m->t, parent, second) : 0, kept = py_child(m->t, first, PY_F_targets);
    struct idiom_match before;

    if (!is_plain_assignment(m->s, shape) || m->s->nodes[pair].kind != PY_Tuple || m->s->nodes[values].kind != PY_Tuple ||
        !is_plain_assignment(m->t, first) || !is_plain_assignment(m->t, second) || !is_plain_assignment(m->t, third) ||
        m->t->nodes[kept].kind != PY_Name || !is_passing(m, kept) ||
        m->t->nodes[py_child(m->t, third, PY_F_value)].kind != PY_Name ||
        m->t->nodes[py_child(m->t, third, PY_F_value)].name != m->t->nodes[kept].name)
        return false;
    *node = third;
    before = m->match;
    for (int turn = 0; turn < 2; turn++, m->match = before) {
        uint32_t from = turn ? y : x, to = turn ? x : y; /* from = to; to = what was in from */
        uint32_t one = py_first(m->s, values), other = py_next(m->s, values, one);

        if (same(m, turn ? one : other, py_child(m->t, first, PY_F_value)) &&
            same(m, from, py_child(m->t, second, PY_F_targets)) &&
            same(m, turn ? other : one, py_child(m->t, second, PY_F_value)) &&
            same(m, to, py_child(m->t, third, PY_F_targets)))
            return true;
    }
    return false;
}

/* ---- a name for a length --------------------------------------------------------------------- */

/* The value of the one statement that assigns the name, 0 when there is none or another one. */
static uint32_t only_value(const struct matcher *m, uint32_t name, uint32_t symbol)
{
    uint32_t value = 0;

    for (uint32_t n = 1; n < m->t->count; n++) {
        if (m->t->nodes[n].kind != PY_Name || m->t->nodes[n].op == PY_LOAD ||
            m->t->nodes[n].name != m->t->nodes[name].name || py_binding(m->module, n) != symbol)
            continue;
        if (value || !is_plain_assignment(m->t, m->t->nodes[n].parent))
            return 0;
        value = py_child(m->t, m->t->nodes[n].parent, PY_F_value);
    }
    return py_scopes(m->module)->symbols[symbol].flags & PY_SYM_PARAMETER ? 0 : value;
}

/* `n = len(xs)` in the program: the shape's XS is that list. */
static bool is_length_of(struct matcher *m, uint32_t shape, uint32_t node, uint32_t symbol)
{
    uint32_t call = only_value(m, node, symbol);

    if (!call || m->t->nodes[call].kind != PY_Call || py_count_in(m->t, call, PY_F_args) != 1 ||
        !same_children(m, shape, call))
        return false;
    m->match.lengths[m->match.length_count++] =
        (struct idiom_length){ .name = node, .measured = py_child(m->t, call, PY_F_args) };
    return true;
}

/* Any other name: that it is the length of what fills the hole is for the test to say. */
static bool may_be_length_of(struct matcher *m, uint32_t shape, uint32_t node)
{
    uint32_t measured = py_child(m->s, shape, PY_F_args), item = 0;
    struct idiom_length length = { .name = node, .assumed = true };

    if (m->s->nodes[measured].kind == PY_Subscript) {
        item = py_child(m->s, measured, PY_F_slice);
        measured = py_child(m->s, measured, PY_F_value);
    }
    if (m->s->nodes[measured].kind != PY_Name || (item && !is_zero(m->s, item)))
        return false;
    length.hole = idiom_hole(m->idiom, py_name(m->s, measured));
    length.of_item = item != 0;
    if (length.hole == UINT32_MAX)
        return false;
    for (size_t i = 0; i < m->match.length_count; i++)
        if (m->match.lengths[i].hole == length.hole && m->match.lengths[i].of_item == length.of_item &&
            m->t->nodes[m->match.lengths[i].name].name == m->t->nodes[node].name)
            return true;
    m->match.lengths[m->match.length_count++] = length;
    return true;
}

/* The shape has len(XS) where the program has a name. */
static bool same_length(struct matcher *m, uint32_t shape, uint32_t node)
{
    uint32_t symbol = py_binding(m->module, node);

    if (m->match.length_count == IDIOM_LENGTHS || m->t->nodes[node].op != PY_LOAD || symbol == UINT32_MAX ||
        m->s->nodes[py_child(m->s, shape, PY_F_func)].kind != PY_Name ||
        !str_equal(py_name(m->s, py_child(m->s, shape, PY_F_func)), S("len")))
        return false;
    return m->assumes_lengths ? may_be_length_of(m, shape, node) : is_length_of(m, shape, node, symbol);
}

/* What is measured is there, and nothing in the shape assigns the name for its length. */
static bool lengths_stay(struct matcher *m)
{
    for (size_t i = 0; i < m->match.length_count; i++) {
        struct idiom_length *l = &m->match.lengths[i];

        if (!l->assumed)
            continue;
        l->measured = m->match.holes[l->hole];
        if (!l->measured)
            return false;
        for (uint32_t n = m->match.first; n < m->t->nodes[m->match.last].extent; n++)
            if (m->t->nodes[n].kind == PY_Name && m->t->nodes[n].op != PY_LOAD &&
                m->t->nodes[n].name == m->t->nodes[l->name].name)
                return false;
    }
    return true;
}

static bool same_name(struct matcher *m, uint32_t shape, uint32_t node)
{
    uint32_t hole = idiom_hole(m->idiom, py_name(m->s, shape));

    if (hole != UINT32_MAX)
        return fill(m, hole, shape, node);
    return m->t->nodes[node].kind == PY_Name && m->t->nodes[node].op == PY_LOAD &&
           py_is_builtin(m->module, node, py_name(m->s, shape));
}

static bool same(struct matcher *m, uint32_t shape, uint32_t node)
{
    const struct py_node *s = &m->s->nodes[shape], *t = &m->t->nodes[node];

    if (s->kind == PY_Name)
        return same_name(m, shape, node);
    if (s->kind == PY_AugAssign)
        return same_augmented(m, shape, node);
    if (s->kind == PY_Call && t->kind == PY_Name)
        return same_length(m, shape, node);
    if (s->kind != t->kind || !str_equal(py_name(m->s, shape), py_name(m->t, node)))
        return false;
    switch (s->kind) {
    case PY_Compare:
        return same_compare(m, shape, node);
    case PY_BinOp:
        return same_binary(m, shape, node);
    case PY_Call:
        return same_call(m, shape, node);
    case PY_Constant:
        return s->op == t->op && str_equal(py_text(m->s, shape), py_text(m->t, node));
    default:
        return s->op == t->op && same_children(m, shape, node);
    }
}

/* The statements of the shape, one after the other, from this one on. */
static bool same_block(struct matcher *m, uint32_t node)
{
    uint32_t parent = m->t->nodes[node].parent;

    m->match.first = node;
    for (uint32_t s = py_first(m->s, 0); s; s = py_next(m->s, 0, s)) {
        if (!node || !same(m, s, node))
            return false;
        m->match.last = node;
        node = py_next_in(m->t, parent, node);
    }
    return true;
}

bool idiom_starts(const struct idiom *idiom, const struct py_tree *t, uint32_t node)
{
    enum py_kind kind = (enum py_kind) t->nodes[node].kind;

    for (size_t i = 0; i < idiom->shape_count; i++) {
        const struct py_tree *s = py_tree(idiom->shapes[i]);
        uint32_t top = py_first(s, 0);
        enum py_kind first = (enum py_kind)
            s->nodes[idiom->is_expression ? py_child(s, top, PY_F_value) : top].kind;

        if (kind == first || (first == PY_AugAssign && kind == PY_Assign))
            return true;
    }
    return false;
}

/* The shape assigns to the hole somewhere. */
static bool is_stored(const struct matcher *m, uint32_t hole)
{
    for (uint32_t n = 1; n < m->s->count; n++)
        if (m->s->nodes[n].kind == PY_Name && m->s->nodes[n].op != PY_LOAD &&
            idiom_hole(m->idiom, py_name(m->s, n)) == hole)
            return true;
    return false;
}

/* Variables of two comprehensions: one name, and nothing to do with each other. */
static bool are_apart(const struct matcher *m, uint32_t a, uint32_t b)
{
    const struct py_scopes *scopes = py_scopes(m->module);
    uint32_t first = py_binding(m->module, a), second = py_binding(m->module, b);

    return first != second && first != UINT32_MAX && second != UINT32_MAX &&
           scopes->scopes[scopes->symbols[first].scope].kind == PY_SCOPE_COMPREHENSION &&
           scopes->scopes[scopes->symbols[second].scope].kind == PY_SCOPE_COMPREHENSION;
}

/* A name that the shape assigns to is in no other hole: it would not hold what the shape says there. Steps may read it: they
 * stand where they stood. */
static bool stores_stay_apart(const struct matcher *m)
{
    for (uint32_t stored = 0; stored < m->idiom->hole_count; stored++) {
        if (!m->match.holes[stored] || !is_stored(m, stored))
            continue;
        for (uint32_t hole = 0; hole < m->idiom->hole_count; hole++) {
            uint32_t node = hole == stored ? 0 : m->match.holes[hole], last = m->match.ends[hole] ? m->match.ends[hole] : node;

            for (uint32_t n = node; node && n < m->t->nodes[last].extent; n++)
                if (m->t->nodes[n].kind == PY_Name && !(m->match.ends[hole] && m->t->nodes[n].op == PY_LOAD) &&
                    m->t->nodes[n].name == m->t->nodes[m->match.holes[stored]].name &&
                    !are_apart(m, n, m->match.holes[stored]))
                    return false;
        }
    }
    return true;
}

static bool matches_shape(struct matcher *m, size_t shape, uint32_t node)
{
    uint32_t top;
    bool found;

    m->shape = m->idiom->shapes[shape];
    m->s = py_tree(m->shape);
    m->match = (struct idiom_match){ .idiom = m->idiom, .first = node, .last = node };
    top = py_first(m->s, 0); /* the statement, or Expr around the expression */
    found = m->idiom->is_expression ? same(m, py_child(m->s, top, PY_F_value), node) : same_block(m, node);
    return found && stores_stay_apart(m) && lengths_stay(m);
}

bool idiom_matches(const struct idiom *idiom, const struct py_module *module, uint32_t node,
                   bool assume_lengths, struct idiom_match *ret)
{
    struct matcher m = { .idiom = idiom, .module = module, .t = py_tree(module),
                         .assumes_lengths = assume_lengths };

    for (size_t i = 0; i < idiom->shape_count; i++)
        if (matches_shape(&m, i, node)) {
            *ret = m.match;
            return !assume_lengths || m.match.length_count > 0;
        }
    return false;
}

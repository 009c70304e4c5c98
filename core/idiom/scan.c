/*
 * scan.c — reads a loop as a search through a list; scan.h says what that is.
 *
 * Only the shape is judged: what is a target, which side of the test hangs on the item and how
 * both sides are read. That nothing changes meanwhile is the asker's business.
 */
#include "hasten/scan.h"

struct reader {
    struct py_facts *facts;
    const struct py_module *module;
    const struct py_tree *t;
    struct scan *scan;
    uint32_t target;
};

static bool is_kind(const struct reader *r, uint32_t node, enum py_kind kind)
{
    return node && r->t->nodes[node].kind == kind;
}

static bool same_name(const struct reader *r, uint32_t a, uint32_t b)
{
    return is_kind(r, a, PY_Name) && is_kind(r, b, PY_Name) &&
           r->t->nodes[a].name == r->t->nodes[b].name;
}

/* The target's Name inside the clause's target that this Name repeats, 0 when there is none. */
static uint32_t target_named(const struct reader *r, uint32_t name)
{
    for (uint32_t n = r->target; r->target && n < r->t->nodes[r->target].extent; n++)
        if (same_name(r, n, name))
            return n;
    return 0;
}

static bool mentions_target(const struct reader *r, uint32_t node)
{
    for (uint32_t n = node; n < r->t->nodes[node].extent; n++)
        if (is_kind(r, n, PY_Name) && target_named(r, n))
            return true;
    return false;
}

/* ---- the header ------------------------------------------------------------------------ */

static bool is_call_of(const struct reader *r, uint32_t node, str builtin, uint32_t least,
                       uint32_t most)
{
    uint32_t count = is_kind(r, node, PY_Call) ? py_count_in(r->t, node, PY_F_args) : 0;

    return count >= least && count <= most && !py_child(r->t, node, PY_F_keywords) &&
           py_is_builtin(r->module, py_child(r->t, node, PY_F_func), builtin);
}

/* A Name, or a flat tuple of names. */
static bool read_item_target(struct reader *r, uint32_t target)
{
    if (is_kind(r, target, PY_Name))
        return true;
    if (!is_kind(r, target, PY_Tuple) && !is_kind(r, target, PY_List))
        return false;
    for (uint32_t e = py_first(r->t, target); e; e = py_next(r->t, target, e), r->scan->width++)
        if (!is_kind(r, e, PY_Name))
            return false;
    return r->scan->width > 0;
}

/* range(start, len(rows)), range(len(rows)), range(start, n) */
static bool read_places(struct reader *r, uint32_t range)
{
    uint32_t first = py_child(r->t, range, PY_F_args), last = py_next_in(r->t, range, first);
    uint32_t stop = last ? last : first;

    if (!is_kind(r, r->target, PY_Name))
        return false;
    r->scan->form = SCAN_PLACES;
    r->scan->start = last ? first : 0;
    if (is_call_of(r, stop, S("len"), 1, 1))
        r->scan->rows = py_child(r->t, stop, PY_F_args);
    else if (is_kind(r, stop, PY_Name))
        r->scan->stop = stop; /* which list it measures, the test will tell */
    return is_kind(r, r->scan->rows, PY_Name) || r->scan->stop;
}

static bool read_header(struct reader *r)
{
    uint32_t iterable = r->scan->iterable, second;

    if (is_call_of(r, iterable, S("range"), 1, 2))
        return read_places(r, iterable);
    if (!is_call_of(r, iterable, S("enumerate"), 1, 1)) {
        r->scan->rows = iterable;
        return is_kind(r, iterable, PY_Name) && read_item_target(r, r->target);
    }
    r->scan->form = SCAN_PAIRS;
    r->scan->rows = py_child(r->t, iterable, PY_F_args);
    second = py_next(r->t, r->target, py_first(r->t, r->target));
    return is_kind(r, r->target, PY_Tuple) && py_count_in(r->t, r->target, PY_F_elts) == 2 &&
           is_kind(r, py_first(r->t, r->target), PY_Name) &&
           is_kind(r, r->scan->rows, PY_Name) && read_item_target(r, second);
}

/* ---- paths ------------------------------------------------------------------------------ */

static bool add_step(struct scan_path *path, struct scan_step step)
{
    if (path->count == SCAN_STEPS)
        return false;
    path->steps[path->count++] = step;
    return true;
}

/* rows[i] with the target i: the item itself. Fixes which list is looked at. */
static bool is_place(struct reader *r, uint32_t subscript)
{
    uint32_t list = py_child(r->t, subscript, PY_F_value);

    if (r->scan->form != SCAN_PLACES ||
        !same_name(r, py_child(r->t, subscript, PY_F_slice), r->target) ||
        !is_kind(r, list, PY_Name) || (r->scan->rows && !same_name(r, list, r->scan->rows)))
        return false;
    if (!r->scan->rows)
        r->scan->rows = list;
    return true;
}

static bool is_index(const struct reader *r, uint32_t slice)
{
    int64_t value;

    if (is_kind(r, slice, PY_UnaryOp))
        return r->t->nodes[slice].op == PY_USUB &&
               py_int_value(r->t, py_child(r->t, slice, PY_F_operand), &value);
    if (is_kind(r, slice, PY_Constant))
        return r->t->nodes[slice].op == PY_CONST_STR || py_int_value(r->t, slice, &value);
    return is_kind(r, slice, PY_Name) && !target_named(r, slice);
}

/* value.lower() and the like: what a str answers without arguments. */
static bool is_text_method(const struct reader *r, uint32_t call)
{
    static const char *const methods[] = { "lower", "upper", "strip", "casefold", "title" };
    uint32_t func = py_child(r->t, call, PY_F_func);

    if (!is_kind(r, func, PY_Attribute) || py_child(r->t, call, PY_F_args) ||
        py_child(r->t, call, PY_F_keywords))
        return false;
    for (size_t i = 0; i < ARRAY_LEN(methods); i++)
        if (str_equal(py_name(r->t, func), str_from(methods[i])))
            return true;
    return false;
}

static bool read_base(struct reader *r, uint32_t node, bool key, struct scan_path *path)
{
    uint32_t target = is_kind(r, node, PY_Name) ? target_named(r, node) : 0, place = 0;

    path->base = node;
    if (!key)
        return (is_kind(r, node, PY_Name) && !target) || is_kind(r, node, PY_Constant);
    if (!target || r->scan->form == SCAN_PLACES ||
        (r->scan->form == SCAN_PAIRS && target == py_first(r->t, r->target)))
        return false;
    if (!r->scan->width)
        return true;
    for (uint32_t e = py_first(r->t, r->t->nodes[target].parent); e != target;
         e = py_next(r->t, r->t->nodes[target].parent, e))
        place++;
    return add_step(path, (struct scan_step){ SCAN_ITEM, 0, (int32_t) place });
}

static bool read_path(struct reader *r, uint32_t node, bool key, struct scan_path *path)
{
    uint32_t value = py_child(r->t, node, PY_F_value), func = py_child(r->t, node, PY_F_func);

    switch (r->t->nodes[node].kind) {
    case PY_Subscript:
        if (key && is_place(r, node)) {
            path->base = r->scan->rows;
            return true;
        }
        return is_index(r, py_child(r->t, node, PY_F_slice)) &&
               read_path(r, value, key, path) &&
               add_step(path,
                        (struct scan_step){ SCAN_ITEM, py_child(r->t, node, PY_F_slice), 0 });
    case PY_Attribute:
        return read_path(r, value, key, path) &&
               add_step(path, (struct scan_step){ SCAN_ATTRIBUTE, node, 0 });
    case PY_Call:
        if (is_call_of(r, node, S("sorted"), 1, 1))
            return read_path(r, py_child(r->t, node, PY_F_args), key, path) &&
                   add_step(path, (struct scan_step){ SCAN_SORTED, node, 0 });
        return is_text_method(r, node) &&
               read_path(r, py_child(r->t, func, PY_F_value), key, path) &&
               add_step(path, (struct scan_step){ SCAN_METHOD, func, 0 });
    default:
        return read_base(r, node, key, path);
    }
}

/* ---- the test ---------------------------------------------------------------------------- */

static bool add_term(struct reader *r, uint32_t node, bool plus)
{
    struct scan *s = r->scan;
    struct scan_path *path;

    if (is_kind(r, node, PY_BinOp) &&
        (r->t->nodes[node].op == PY_ADD || r->t->nodes[node].op == PY_SUB))
        return add_term(r, py_child(r->t, node, PY_F_left), plus) &&
               add_term(r, py_child(r->t, node, PY_F_right),
                        plus == (r->t->nodes[node].op == PY_ADD));
    if ((plus ? s->more_count : s->less_count) == SCAN_TERMS)
        return false;
    path = plus ? &s->more[s->more_count++] : &s->less[s->less_count++];
    return read_path(r, node, false, path);
}

/* key + a == b, key - a == b, a - key == b: what is not the key goes to the other side. */
static bool solve(struct reader *r, uint32_t side, uint32_t other)
{
    bool negated = false, moved = false;

    for (; is_kind(r, side, PY_BinOp); moved = true) {
        uint32_t left = py_child(r->t, side, PY_F_left),
                 right = py_child(r->t, side, PY_F_right);
        enum py_op op = (enum py_op) r->t->nodes[side].op;
        bool in_left = mentions_target(r, left), minus_key = op == PY_SUB && !in_left;

        if ((op != PY_ADD && op != PY_SUB) || in_left == mentions_target(r, right) ||
            (minus_key && moved) || !add_term(r, in_left ? right : left, op == PY_SUB))
            return false;
        negated = negated || minus_key;
        side = in_left ? left : right;
    }
    return add_term(r, other, !negated) && read_path(r, side, true, &r->scan->key);
}

/* The first of the positive terms becomes the probe. */
static bool read_sides(struct reader *r, uint32_t left, uint32_t right)
{
    struct scan *s = r->scan;
    bool in_left = mentions_target(r, left);

    if (in_left == mentions_target(r, right) ||
        !solve(r, in_left ? left : right, in_left ? right : left) || !s->more_count)
        return false;
    s->probe = s->more[0];
    s->more_count--;
    for (uint32_t i = 0; i < s->more_count; i++)
        s->more[i] = s->more[i + 1];
    return true;
}

static bool is_scalar(const struct reader *r, uint32_t node)
{
    return (is_kind(r, node, PY_Name) || is_kind(r, node, PY_Constant)) &&
           py_type_within(py_type_of(r->facts, node), PY_T_SCALAR);
}

/* `i != j` in front of the test: nothing that could show. */
static bool is_quiet(const struct reader *r, uint32_t test)
{
    uint32_t op = py_child(r->t, test, PY_F_ops);

    return is_kind(r, test, PY_Compare) && py_count_in(r->t, test, PY_F_ops) == 1 &&
           (r->t->nodes[op].op == PY_EQ || r->t->nodes[op].op == PY_NOTEQ ||
            r->t->nodes[op].op == PY_IS || r->t->nodes[op].op == PY_ISNOT) &&
           is_scalar(r, py_child(r->t, test, PY_F_left)) &&
           is_scalar(r, py_child(r->t, test, PY_F_comparators));
}

static bool read_test(struct reader *r, uint32_t test, enum py_op wanted)
{
    uint32_t op;

    if (is_kind(r, test, PY_BoolOp) && r->t->nodes[test].op == PY_AND && wanted == PY_EQ) {
        uint32_t first = py_child(r->t, test, PY_F_values);
        while (first && is_quiet(r, first))
            first = py_next_in(r->t, test, first);
        test = first;
    }
    op = py_child(r->t, test, PY_F_ops);
    r->scan->compare = test;
    return is_kind(r, test, PY_Compare) && py_count_in(r->t, test, PY_F_ops) == 1 &&
           r->t->nodes[op].op == wanted &&
           read_sides(r, py_child(r->t, test, PY_F_left),
                      py_child(r->t, test, PY_F_comparators));
}

static bool same_path(const struct reader *r, const struct scan_path *a, const struct scan_path *b)
{
    if (a->count != b->count || !str_equal(py_text(r->t, a->base), py_text(r->t, b->base)))
        return false;
    for (uint32_t i = 0; i < a->count; i++)
        if (a->steps[i].kind != b->steps[i].kind || a->steps[i].place != b->steps[i].place ||
            !str_equal(py_text(r->t, a->steps[i].node), py_text(r->t, b->steps[i].node)))
            return false;
    return true;
}

/* One of two equations with the same probe. */
static bool read_either(struct reader *r, uint32_t test, uint32_t other)
{
    struct scan *s = r->scan;
    struct scan_path key, probe;

    if (!read_test(r, test, PY_EQ) || s->less_count || s->more_count)
        return false;
    key = s->key;
    probe = s->probe;
    s->key = s->more[0] = (struct scan_path){ 0 };
    if (!read_test(r, other, PY_EQ) || s->less_count || s->more_count || !same_path(r, &probe, &s->probe))
        return false;
    s->other = s->key;
    s->key = key;
    s->probe = probe;
    s->either = true;
    return true;
}

/* `test`, or `test or test` */
static bool read_tests(struct reader *r, uint32_t test)
{
    if (is_kind(r, test, PY_BoolOp) && r->t->nodes[test].op == PY_OR && py_count_in(r->t, test, PY_F_values) == 2)
        return read_either(r, py_first(r->t, test), py_next(r->t, test, py_first(r->t, test)));
    return read_test(r, test, PY_EQ);
}

/* The whole body is `if test: …`, also with `elif test: …`, or it begins with `if not test: continue`. */
static bool read_body(struct reader *r)
{
    uint32_t loop = r->scan->loop, first = py_child(r->t, loop, PY_F_body);
    uint32_t inner = py_child(r->t, first, PY_F_body), other = py_child(r->t, first, PY_F_orelse);

    if (!is_kind(r, first, PY_If))
        return false;
    if (other)
        return !py_next_in(r->t, loop, first) && !py_next_in(r->t, first, other) && is_kind(r, other, PY_If) &&
               !py_child(r->t, other, PY_F_orelse) &&
               read_either(r, py_child(r->t, first, PY_F_test), py_child(r->t, other, PY_F_test));
    if (!py_next_in(r->t, loop, first))
        return read_tests(r, py_child(r->t, first, PY_F_test));
    return is_kind(r, inner, PY_Continue) &&
           read_test(r, py_child(r->t, first, PY_F_test), PY_NOTEQ);
}

/* any(key == wanted for …), sum(key == wanted for …), all(key != wanted for …) */
static bool read_consumed(struct reader *r)
{
    uint32_t generator = r->scan->loop, call = r->t->nodes[generator].parent;
    uint32_t element = py_child(r->t, generator, PY_F_elt);

    if (!is_kind(r, generator, PY_GeneratorExp) || !is_kind(r, element, PY_Compare))
        return false;
    if (is_call_of(r, call, S("all"), 1, 1))
        return read_test(r, element, PY_NOTEQ);
    return (is_call_of(r, call, S("any"), 1, 1) || is_call_of(r, call, S("sum"), 1, 1)) &&
           read_test(r, element, PY_EQ);
}

/* wanted in [key for …], wanted not in {key for …}: an item with another key decides nothing. */
static bool read_contained(struct reader *r)
{
    uint32_t inner = r->scan->loop, compare = r->t->nodes[inner].parent, op = py_child(r->t, compare, PY_F_ops);
    enum py_kind kind = (enum py_kind) r->t->nodes[inner].kind;

    r->scan->compare = compare;
    return (kind == PY_ListComp || kind == PY_SetComp || kind == PY_GeneratorExp) && is_kind(r, compare, PY_Compare) &&
           r->t->nodes[inner].field == PY_F_comparators && py_count_in(r->t, compare, PY_F_ops) == 1 &&
           (r->t->nodes[op].op == PY_IN || r->t->nodes[op].op == PY_NOTIN) &&
           read_sides(r, py_child(r->t, inner, PY_F_elt), py_child(r->t, compare, PY_F_left));
}

static bool read_filter(struct reader *r)
{
    uint32_t clause = r->scan->clause, test = py_child(r->t, clause, PY_F_ifs);

    if (test)
        return read_tests(r, test);
    return !py_next_in(r->t, r->scan->loop, clause) && (read_consumed(r) || read_contained(r));
}

bool scan_at(struct py_facts *facts, uint32_t node, struct scan *ret)
{
    const struct py_module *module = py_facts_module(facts);
    const struct py_tree *t = py_tree(module);
    struct scan scan = { .clause = node, .loop = node };
    struct reader r = { .facts = facts, .module = module, .t = t, .scan = &scan };

    if (t->nodes[node].kind == PY_comprehension && !(t->nodes[node].flags & PY_FLAG_ASYNC))
        scan.loop = t->nodes[node].parent;
    else if (t->nodes[node].kind != PY_For)
        return false;
    scan.iterable = py_child(t, node, PY_F_iter);
    r.target = py_child(t, node, PY_F_target);
    if (!read_header(&r) || !(scan.loop == node ? read_body(&r) : read_filter(&r)) ||
        !scan.rows || target_named(&r, scan.rows))
        return false;
    *ret = scan;
    return true;
}

static bool is_rebound(const struct py_tree *t, uint32_t def, uint32_t name)
{
    for (uint32_t n = def; n < t->nodes[def].extent; n++)
        if (t->nodes[n].kind == PY_Name && t->nodes[n].op != PY_LOAD && t->nodes[n].name == name)
            return true;
    return false;
}

/* Steps by a parameter become steps by the constant passed for it. */
static bool bind_steps(struct py_facts *facts, uint32_t call, uint32_t def, struct scan_path *path)
{
    const struct py_module *module = py_facts_module(facts);
    const struct py_tree *t = py_tree(module);

    for (uint32_t i = 0; i < path->count; i++) {
        uint32_t *node = &path->steps[i].node;
        bool named = path->steps[i].kind == SCAN_ITEM && *node && t->nodes[*node].kind == PY_Name;
        uint32_t symbol = named ? py_binding(module, *node) : UINT32_MAX, name = t->nodes[*node].name;

        if (symbol == UINT32_MAX || !(py_scopes(module)->symbols[symbol].flags & PY_SYM_PARAMETER))
            continue;
        *node = is_rebound(t, def, name) ? 0 : py_argument(facts, call, def, name);
        if (!*node || t->nodes[*node].kind != PY_Constant)
            return false;
    }
    return true;
}

bool scan_in_call(struct py_facts *facts, uint32_t call, uint32_t def, struct scan *scan)
{
    return bind_steps(facts, call, def, &scan->key) && bind_steps(facts, call, def, &scan->other);
}

bool scan_path_at(struct py_facts *facts, uint32_t expression, struct scan_path *ret)
{
    const struct py_module *module = py_facts_module(facts);
    struct scan none = { 0 };
    struct reader r = { .facts = facts, .module = module, .t = py_tree(module), .scan = &none };

    *ret = (struct scan_path){ 0 };
    return read_path(&r, expression, false, ret);
}

/*
 * paths.c — index expressions as affine forms, and chains of subscripts as paths from a
 * variable.
 *
 * Every loop is normalised: its number runs 0, 1, 2, …, so `for j in range(a, b, s)` makes j
 * equal a + s*number. A name is followed to its one assignment in the iteration when that
 * assignment surely comes first (`row = grid[i]`, `j = i + 1`); a for loop over a list gives
 * its items. A variable that the loop leaves alone is a symbol; an arithmetic expression of
 * such variables is one too, known by its text. The item of a dict or set is a token: equal
 * only in the same iteration.
 *
 * A symbol stands for one value, so nothing that the loop rebinds, through a callee or an inner
 * function either, may become one.
 */
#include "elements.h"

#define MAX_FOLLOWED 8u

enum variable_kind { ITERATION, SYMBOL, TEXT, TOKEN };

static uint32_t variable_id(enum variable_kind kind, uint32_t number)
{
    return number << 2 | (uint32_t) kind;
}

static struct affine index_at(struct py_facts *, const struct py_loop *, uint32_t,
                              uint32_t depth);

/* ---- which loop binds a name ----------------------------------------------------------- */

static bool is_single_generator(const struct py_tree *t, uint32_t loop)
{
    return t->nodes[loop].kind == PY_For || py_count_in(t, loop, PY_F_generators) == 1;
}

static uint32_t header_of(const struct py_tree *t, uint32_t loop)
{
    return t->nodes[loop].kind == PY_For ? loop : py_child(t, loop, PY_F_generators);
}

static uint32_t stores_in(struct py_facts *f, uint32_t node, uint32_t name, uint32_t *ret_last)
{
    const struct py_tree *t = f->tree;
    uint32_t stores = 0;

    for (uint32_t i = node; i < t->nodes[node].extent; i++)
        if (t->nodes[i].name == name && t->nodes[i].op != PY_LOAD &&
            t->nodes[i].kind == PY_Name) {
            stores++;
            *ret_last = i;
        } else if (t->nodes[i].name == name && name != 0 &&
                   (t->nodes[i].kind == PY_ExceptHandler || t->nodes[i].kind == PY_alias ||
                    t->nodes[i].kind == PY_FunctionDef || t->nodes[i].kind == PY_ClassDef ||
                    (t->nodes[i].kind >= PY_MatchValue && t->nodes[i].kind <= PY_MatchOr))) {
            stores += 2;
        }
    return stores;
}

/* The loop around `name` whose header alone binds it, 0 when there is none. */
static uint32_t loop_binding(struct py_facts *f, uint32_t name)
{
    const struct py_tree *t = f->tree;
    uint32_t symbol = py_binding(f->module, name), child = name, store = 0;

    if (symbol == UINT32_MAX || py_is_rebound_elsewhere(f, symbol))
        return 0;
    for (uint32_t n = t->nodes[name].parent; n != 0; child = n, n = t->nodes[n].parent) {
        enum py_kind k = (enum py_kind) t->nodes[n].kind;
        bool body = k == PY_For ? t->nodes[child].field == PY_F_body
                                : t->nodes[child].field != PY_F_generators;

        if (k == PY_FunctionDef || k == PY_AsyncFunctionDef || k == PY_Lambda ||
            k == PY_ClassDef)
            return 0;
        if ((k != PY_For && (k == PY_While || !is_loop_kind(k))) || k == PY_AsyncFor)
            continue;
        if (stores_in(f, n, t->nodes[name].name, &store) == 0)
            continue;
        if (!body || !is_single_generator(t, n) ||
            stores_in(f, n, t->nodes[name].name, &store) != 1 ||
            !py_inside(t, store, py_child(t, header_of(t, n), PY_F_target)))
            return 0;
        return py_binding(f->module, store) == symbol ? n : 0;
    }
    return 0;
}

/* ---- headers ------------------------------------------------------------------------------
 */

static bool calls_builtin(struct py_facts *f, uint32_t call, str name)
{
    return f->tree->nodes[call].kind == PY_Call &&
           py_is_builtin(f->module, py_child(f->tree, call, PY_F_func), name) &&
           py_child(f->tree, call, PY_F_keywords) == PY_NO_NODE;
}

/* The loop inside of which everything that both loops use must stand still: the outer one. */
static const struct py_loop *outer_of(struct py_facts *f, const struct py_loop *within,
                                      uint32_t loop)
{
    const struct py_loop *other = f->loop_of[loop] ? py_loop_at(f, loop) : NULL;

    return other != NULL && loop != within->node && py_inside(f->tree, within->node, loop)
               ? other
               : within;
}

struct range_parts {
    struct affine start, trips;
    int64_t step;
};

static struct range_parts range_of(struct py_facts *f, const struct py_loop *within,
                                   uint32_t call, uint32_t depth)
{
    const struct py_tree *t = f->tree;
    uint32_t first = py_child(t, call, PY_F_args), second = py_next_in(t, call, first);
    uint32_t third = second ? py_next_in(t, call, second) : PY_NO_NODE;
    struct range_parts r = { affine_constant(0), affine_unknown(), 1 };
    struct affine stop, step = affine_constant(1), span;

    if (first == PY_NO_NODE || t->nodes[first].kind == PY_Starred)
        return (struct range_parts){ affine_unknown(), affine_unknown(), 0 };
    stop = index_at(f, within, second ? second : first, depth);
    if (second != PY_NO_NODE)
        r.start = index_at(f, within, first, depth);
    if (third != PY_NO_NODE)
        step = index_at(f, within, third, depth);
    if (!affine_is_constant(&step) || step.constant == 0 || step.constant == INT64_MIN)
        return (struct range_parts){ affine_unknown(), affine_unknown(), 0 };
    r.step = step.constant;
    span = r.step > 0 ? affine_subtract(stop, r.start) : affine_subtract(r.start, stop);
    if (r.step == 1 || r.step == -1) {
        r.trips = span;
    } else if (affine_is_constant(&span)) {
        int64_t width = r.step > 0 ? r.step : -r.step;

        r.trips = affine_constant(span.constant <= 0 ? 0 : (span.constant - 1) / width + 1);
    }
    return r;
}

static struct affine start_of_enumerate(struct py_facts *f, const struct py_loop *within,
                                        uint32_t call, uint32_t depth)
{
    uint32_t second = py_next_in(f->tree, call, py_child(f->tree, call, PY_F_args));

    return second ? index_at(f, within, second, depth) : affine_constant(0);
}

/* Items that are all different: keys of a dict, members of a set, also when sorted or copied.
 */
static bool gives_distinct(struct py_facts *f, uint32_t iterable)
{
    const struct py_tree *t = f->tree;

    if (calls_builtin(f, iterable, S("sorted")) || calls_builtin(f, iterable, S("list")) ||
        calls_builtin(f, iterable, S("tuple")))
        iterable = py_child(t, iterable, PY_F_args);
    return iterable != PY_NO_NODE && t->nodes[iterable].kind != PY_Starred &&
           py_type_within(py_type_of(f, iterable), PY_T_DICT | PY_T_SET | PY_T_FROZENSET);
}

bool gives_items(struct py_facts *f, uint32_t iterable)
{
    const struct py_tree *t = f->tree;
    uint32_t func = py_child(t, iterable, PY_F_func);

    return t->nodes[iterable].kind == PY_Call && t->nodes[func].kind == PY_Attribute &&
           str_equal(py_name(t, func), S("items")) &&
           py_type_within(py_type_of(f, py_child(t, func, PY_F_value)), PY_T_DICT);
}

struct affine item_token(uint32_t loop)
{
    return affine_variable(variable_id(TOKEN, loop));
}

/* What the header of the loop makes of this name. */
static struct affine header_value(struct py_facts *f, const struct py_loop *l, uint32_t loop,
                                  uint32_t name, uint32_t depth)
{
    const struct py_tree *t = f->tree;
    uint32_t header = header_of(t, loop), target = py_child(t, header, PY_F_target);
    uint32_t iterable = py_child(t, header, PY_F_iter), first = py_first(t, target);
    const struct py_loop *within = outer_of(f, l, loop);
    struct affine number = affine_variable(variable_id(ITERATION, loop));
    bool whole = t->nodes[target].kind == PY_Name;
    bool leads = t->nodes[target].kind == PY_Tuple && first &&
                 t->nodes[first].kind == PY_Name && t->nodes[first].name == t->nodes[name].name;

    if (whole && calls_builtin(f, iterable, S("range"))) {
        struct range_parts r = range_of(f, within, iterable, depth);

        return affine_add(r.start, affine_scale(number, r.step));
    }
    if (leads && calls_builtin(f, iterable, S("enumerate")))
        return affine_add(start_of_enumerate(f, within, iterable, depth), number);
    if ((whole && gives_distinct(f, iterable)) || (leads && gives_items(f, iterable)))
        return item_token(loop);
    return affine_unknown();
}

bool is_symbol(const struct affine *a)
{
    for (uint32_t i = 0; i < a->count; i++)
        if ((a->terms[i].variable & 3) != SYMBOL && (a->terms[i].variable & 3) != TEXT)
            return false;
    return a->count > 0;
}

bool has_token(const struct affine *a)
{
    for (uint32_t i = 0; a->known && i < a->count; i++)
        if ((a->terms[i].variable & 3) == TOKEN)
            return true;
    return false;
}

bool is_counter(struct py_facts *f, const struct py_loop *l, uint32_t name)
{
    uint32_t loop = loop_binding(f, name);
    struct affine value = loop ? header_value(f, l, loop, name, 0) : affine_unknown();

    return value.known && value.count > 0 && !has_token(&value);
}

struct subscript_loop loop_number(struct py_facts *f, const struct py_loop *l, uint32_t loop)
{
    const struct py_tree *t = f->tree;
    struct subscript_loop number = { variable_id(ITERATION, loop), affine_unknown() };
    uint32_t iterable;

    if (t->nodes[loop].kind == PY_While || !is_single_generator(t, loop))
        return number;
    iterable = py_child(t, header_of(t, loop), PY_F_iter);
    if (calls_builtin(f, iterable, S("range")))
        number.trips = range_of(f, outer_of(f, l, loop), iterable, 0).trips;
    else if (t->nodes[iterable].kind == PY_List || t->nodes[iterable].kind == PY_Tuple)
        number.trips = affine_constant(py_count_in(t, iterable, PY_F_elts));
    for (uint32_t i = iterable; i < t->nodes[iterable].extent; i++)
        if (t->nodes[i].kind == PY_Starred)
            number.trips = affine_unknown();
    return number;
}

/* ---- names assigned once per iteration ------------------------------------------------------
 */

/* The assignment ran in the iteration of each loop that the use stands in: nothing older is seen. */
static bool same_iteration(struct py_facts *f, const struct py_loop *l, uint32_t store, uint32_t use)
{
    const struct py_tree *t = f->tree;

    for (uint32_t n = t->nodes[store].parent; n != 0; n = t->nodes[n].parent) {
        if (is_loop_kind((enum py_kind) t->nodes[n].kind) &&
            (!py_inside(t, use, n) || (t->nodes[n].kind != PY_For && t->nodes[n].kind != PY_While) ||
             is_upward_exposed(f, n, py_binding(f->module, use))))
            return false;
        if (n == l->node)
            return true;
    }
    return false;
}

/* The name is assigned in several places, but one of them alone reaches this use (defuse.c). */
static uint32_t value_reaching(struct py_facts *f, const struct py_loop *l, uint32_t name)
{
    const struct py_tree *t = f->tree;
    uint32_t store = py_only_definition(f, name), statement = t->nodes[store].parent;

    if (store == 0 || t->nodes[store].kind != PY_Name || t->nodes[statement].kind != PY_Assign ||
        py_count_in(t, statement, PY_F_targets) != 1 || t->nodes[store].field != PY_F_targets ||
        !py_inside(t, store, l->node) || py_inside(t, name, statement) ||
        py_function_of(t, store) != py_function_of(t, l->node) ||
        py_function_of(t, name) != py_function_of(t, l->node) || !same_iteration(f, l, store, name))
        return 0;
    return py_child(t, statement, PY_F_value);
}

/* `name = value` that surely ran before this use in the same iteration: the value, or 0. */
uint32_t value_followed(struct py_facts *f, const struct py_loop *l, uint32_t name)
{
    const struct py_tree *t = f->tree;
    uint32_t symbol = py_binding(f->module, name), store = 0, statement, block, child = name, stores;

    if (symbol == UINT32_MAX || py_is_rebound_elsewhere(f, symbol))
        return 0;
    stores = stores_in(f, l->node, t->nodes[name].name, &store);
    if (stores > 1)
        return value_reaching(f, l, name);
    if (stores != 1 || store > name)
        return 0;
    statement = t->nodes[store].parent;
    if (t->nodes[statement].kind != PY_Assign || py_count_in(t, statement, PY_F_targets) != 1 ||
        py_inside(t, name, statement))
        return 0;
    block = t->nodes[statement].parent;
    if (block != l->node && !py_inside(t, block, l->node))
        return 0;
    while (child != 0 && t->nodes[child].parent != block)
        child = t->nodes[child].parent;
    return child != 0 && t->nodes[child].field == t->nodes[statement].field
               ? py_child(t, statement, PY_F_value)
               : 0;
}

/* ---- affine forms
 * ----------------------------------------------------------------------------- */

static struct affine symbol_of_text(struct py_facts *f, uint32_t expression)
{
    const struct py_tree *t = f->tree;
    uint32_t function = py_function_of(t, expression);
    str text = py_text(t, expression);
    uint32_t from = function ? function : 1;

    for (uint32_t i = from; i < expression; i++)
        if (t->nodes[i].kind == t->nodes[expression].kind && py_function_of(t, i) == function &&
            str_equal(py_text(t, i), text))
            return affine_variable(variable_id(TEXT, i));
    return affine_variable(variable_id(TEXT, expression));
}

/* start + step * number; what the variable holds in the first iteration is a symbol when it is not known. */
static struct affine index_of_induction(struct py_facts *f, const struct py_loop *l, uint32_t name)
{
    struct affine start = affine_variable(variable_id(SYMBOL, py_binding(f->module, name)));
    struct induction_value v;

    if (!induction_value(f, l, name, &v))
        return affine_unknown();
    if (v.start_known)
        start = affine_constant(v.start);
    if (v.ahead)
        start = affine_add(start, affine_constant(v.step));
    return affine_add(start, affine_scale(affine_variable(variable_id(ITERATION, l->node)), v.step));
}

static struct affine index_of_name(struct py_facts *f, const struct py_loop *l, uint32_t name,
                                   uint32_t depth)
{
    uint32_t loop = loop_binding(f, name), value;

    if (loop != 0)
        return header_value(f, l, loop, name, depth + 1);
    if (py_binding(f->module, name) == UINT32_MAX)
        return affine_unknown();
    if (py_loop_invariant(f, l, name))
        return affine_variable(variable_id(SYMBOL, py_binding(f->module, name)));
    value = value_followed(f, l, name);
    return value ? index_at(f, l, value, depth + 1) : index_of_induction(f, l, name);
}

static struct affine index_of_operator(struct py_facts *f, const struct py_loop *l,
                                       uint32_t node, uint32_t depth)
{
    const struct py_tree *t = f->tree;
    struct affine left = index_at(f, l, py_child(t, node, PY_F_left), depth + 1);
    struct affine right = index_at(f, l, py_child(t, node, PY_F_right), depth + 1);
    struct affine result = affine_unknown();

    switch (t->nodes[node].op) {
    case PY_ADD:
        result = affine_add(left, right);
        break;
    case PY_SUB:
        result = affine_subtract(left, right);
        break;
    case PY_MULT:
        if (affine_is_constant(&right))
            result = affine_scale(left, right.constant);
        else if (affine_is_constant(&left))
            result = affine_scale(right, left.constant);
        break;
    default:
        break;
    }
    if (!result.known && py_loop_invariant(f, l, node))
        return symbol_of_text(f, node);
    return result;
}

/* A token is no number: it may stand alone only. */
static bool mixes_tokens(const struct affine *a)
{
    return has_token(a) && (a->count != 1 || a->constant != 0 || a->terms[0].coefficient != 1);
}

static struct affine index_at(struct py_facts *f, const struct py_loop *l, uint32_t node,
                              uint32_t depth)
{
    const struct py_tree *t = f->tree;
    struct affine result = affine_unknown();
    int64_t value;

    if (depth > MAX_FOLLOWED || node == PY_NO_NODE)
        return result;
    switch (t->nodes[node].kind) {
    case PY_Constant:
        if (t->nodes[node].op == PY_CONST_INT && py_int_value(t, node, &value))
            result = affine_constant(value);
        break;
    case PY_Name:
        result = index_of_name(f, l, node, depth);
        break;
    case PY_UnaryOp:
        if (t->nodes[node].op == PY_USUB)
            result =
                affine_scale(index_at(f, l, py_child(t, node, PY_F_operand), depth + 1), -1);
        break;
    case PY_BinOp:
        result = index_of_operator(f, l, node, depth);
        break;
    default:
        break;
    }
    return mixes_tokens(&result) ? affine_unknown() : result;
}

struct affine index_of(struct py_facts *f, const struct py_loop *l, uint32_t expression)
{
    return index_at(f, l, expression, 0);
}

/* ---- paths
 * --------------------------------------------------------------------------------------- */

static void add_dim(struct path *p, struct affine index, uint32_t node, bool wraps)
{
    if (p->dims == PATH_DIMS) {
        p->root = 0;
        return;
    }
    p->dim[p->dims++] = (struct path_dim){ index, node, (uint8_t) p->slots, wraps, 0 };
}

/* An index that is not affine may be a row and a column in one number. */
static bool add_linear(struct py_facts *f, const struct py_loop *l, struct path *p, uint32_t index)
{
    struct affine row, column;
    uint32_t width;

    if (!linear_parts(f, l, index, &row, &column, &width))
        return false;
    add_dim(p, row, index, true);
    add_dim(p, column, index, false); /* known to be >= 0 */
    for (uint32_t i = 1; p->root != 0 && i <= 2; i++)
        p->dim[p->dims - i].width = width;
    return true;
}

/* A dict takes keys of any type; x and x + 1 are surely different keys for ints only. */
static struct affine key_of(struct py_facts *f, const struct py_loop *l, uint32_t key)
{
    struct affine index = index_of(f, l, key);
    bool lone = index.known && index.count == 1 && index.constant == 0 &&
                index.terms[0].coefficient == 1;

    return lone || py_type_within(py_type_of(f, key), PY_T_INT | PY_T_BOOL) ? index
                                                                            : affine_unknown();
}

static void add_slot(struct py_facts *f, const struct py_loop *l, struct path *p,
                     uint32_t subscript)
{
    const struct py_tree *t = f->tree;
    uint32_t slice = py_child(t, subscript, PY_F_slice);
    struct py_type container = py_type_of(f, py_child(t, subscript, PY_F_value));
    bool wraps = !py_type_within(container, PY_T_DICT);

    if (t->nodes[slice].kind == PY_Tuple)
        for (uint32_t c = py_first(t, slice); c != PY_NO_NODE; c = py_next(t, slice, c))
            add_dim(p, index_of(f, l, c), c, wraps);
    else if (!wraps || !add_linear(f, l, p, slice))
        add_dim(p, wraps ? index_of(f, l, slice) : key_of(f, l, slice), slice, wraps);
    p->slots++;
}

/* The list whose items a for loop inside of `l`, or `l` itself, gives to this name; 0 if none.
 */
static uint32_t list_iterated(struct py_facts *f, const struct py_loop *l, uint32_t name,
                              uint32_t *ret_loop)
{
    const struct py_tree *t = f->tree;
    uint32_t loop = loop_binding(f, name), target, iterable, second;

    if (loop == 0 || !py_inside(t, loop, l->node))
        return 0;
    target = py_child(t, header_of(t, loop), PY_F_target);
    iterable = py_child(t, header_of(t, loop), PY_F_iter);
    *ret_loop = loop;
    if (t->nodes[target].kind == PY_Name)
        return t->nodes[iterable].kind == PY_Name || t->nodes[iterable].kind == PY_Subscript
                   ? iterable
                   : 0;
    second = t->nodes[target].kind == PY_Tuple ? py_next(t, target, py_first(t, target))
                                               : PY_NO_NODE;
    if (second == PY_NO_NODE || t->nodes[second].kind != PY_Name ||
        t->nodes[second].name != t->nodes[name].name ||
        !calls_builtin(f, iterable, S("enumerate")))
        return 0;
    iterable = py_child(t, iterable, PY_F_args);
    return t->nodes[iterable].kind == PY_Name || t->nodes[iterable].kind == PY_Subscript
               ? iterable
               : 0;
}

static struct path path_at(struct py_facts *f, const struct py_loop *l, uint32_t node,
                           uint32_t depth)
{
    const struct py_tree *t = f->tree;
    struct path p = { .root = 0 };
    uint32_t next, loop = 0;

    if (depth > MAX_FOLLOWED)
        return p;
    if (t->nodes[node].kind == PY_Subscript) {
        p = path_at(f, l, py_child(t, node, PY_F_value), depth + 1);
        if (p.root != 0)
            add_slot(f, l, &p, node);
        return p;
    }
    if (t->nodes[node].kind != PY_Name)
        return p;
    next = list_iterated(f, l, node, &loop);
    if (next != 0 && !gives_distinct(f, next)) {
        p = path_at(f, l, next, depth + 1);
        if (p.root != 0) {
            add_dim(&p, affine_variable(variable_id(ITERATION, loop)), 0, false);
            p.slots++;
        }
        return p;
    }
    next = value_followed(f, l, node);
    if (next != 0 && (t->nodes[next].kind == PY_Name || t->nodes[next].kind == PY_Subscript)) {
        p = path_at(f, l, next, depth + 1);
        if (p.root != 0)
            return p;
    }
    p = (struct path){ .root = node };
    return p;
}

struct path path_of(struct py_facts *f, const struct py_loop *l, uint32_t expression)
{
    return path_at(f, l, expression, 0);
}

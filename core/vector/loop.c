/*
 * loop.c — one loop, or two nested ones, as statements over whole arrays.
 *
 * Heads: `for i in range(stop)`, `range(start, stop)`, `for x in a`, `for i, x in
 * enumerate(a)`, `for x, y in zip(a, b)`. Bodies: assignments to names that live for one
 * iteration, to items of arrays, and `if` around them; counters; sums of integers;
 * `out.append(…)`. A loop over a range in the body stays, with steps over whole arrays:
 *
 *     for i in range(n):                    for p in range(k):
 *         for j in range(m):                    c[:n, :m] = c[:n, :m] + a[:n, p, None] * b[p, :m]
 *             for p in range(k):
 *                 c[i, j] += a[i, p] * b[p, j]
 *
 * Every item still meets the same operations in the same order (loop interchange; ibid., 5.2), so
 * that sums of floats round the same.
 *
 * Why statement by statement over all items is the same as item by item over all statements
 * (loop distribution; Allen, Kennedy, "Optimizing Compilers for Modern Architectures", 2.4 and
 * 5): an array that is written is touched at one place per iteration (access.c), it shares no
 * memory with another one (condition), names of an iteration become arrays of their own, and
 * nothing can raise halfway: windows are inside the arrays, values are moderate numbers
 * (condition), operators are total on them (expression.c).
 */
#include "vector_internal.h"

bool vector_refuse(struct vectorizer *v, const char *why)
{
    if (!v->why->len)
        *v->why = str_from(why);
    return false;
}

str vector_name(const struct vectorizer *v, uint32_t interned)
{
    return v->t->names[interned];
}

bool vector_is_name(const struct vectorizer *v, uint32_t node, uint32_t interned)
{
    return v->t->nodes[node].kind == PY_Name && v->t->nodes[node].name == interned;
}

static void add_line(struct vectorizer *v, str line)
{
    *VEC_PUSH(v->arena, &v->plan->lines) =
        arena_printf(v->arena, "%*s%.*s", 4 * (int) v->kept_level, "", STR_ARG(line));
}

/* ---- heads ---------------------------------------------------------------------------- */

/* The condition may ask for the size of an array only. */
static bool asks_size(struct vectorizer *v, uint32_t name, uint32_t dimension)
{
    uint32_t i = 0;
    if (v->t->nodes[name].kind != PY_Name ||
        py_name_in(&py_loop_at(v->facts, v->outer)->written, v->t->nodes[name].name))
        return false;
    while (i < v->sized_count && v->sized[i] != v->t->nodes[name].name)
        i++;
    if (i == MAX_NAMES)
        return false;
    v->sized[i] = v->t->nodes[name].name;
    v->sized_count += i == v->sized_count;
    v->sized_dims[i] = dimension > v->sized_dims[i] ? dimension : v->sized_dims[i];
    return true;
}

bool vector_counts_with(struct vectorizer *v, uint32_t node)
{
    uint32_t i = 0, name = v->t->nodes[node].name;
    if (!node || v->t->nodes[node].kind != PY_Name)
        return true;
    while (i < v->whole_count && v->whole[i] != name)
        i++;
    if (i == MAX_NAMES)
        return false;
    v->whole[i] = name;
    v->whole_count += i == v->whole_count;
    return true;
}

/* A number that can be read again and again: a constant, a name, len(name), name.size, name.shape[0], and
 * sums, differences and products of such. */
static bool repeats(struct vectorizer *v, uint32_t node)
{
    const struct py_tree *t = v->t;
    uint32_t value = py_child(t, node, PY_F_value), argument = py_child(t, node, PY_F_args);
    uint32_t left, right;
    int64_t number;
    switch (t->nodes[node].kind) {
    case PY_Name:
        return !py_name_in(&py_loop_at(v->facts, v->outer)->written, t->nodes[node].name);
    case PY_Constant:
        return py_int_value(t, node, &number);
    case PY_BinOp:
        left = py_child(t, node, PY_F_left), right = py_child(t, node, PY_F_right);
        return (t->nodes[node].op == PY_ADD || t->nodes[node].op == PY_SUB || t->nodes[node].op == PY_MULT) &&
               repeats(v, left) && vector_counts_with(v, left) && repeats(v, right) && vector_counts_with(v, right);
    case PY_UnaryOp:
        left = py_child(t, node, PY_F_operand);
        return t->nodes[node].op == PY_USUB && repeats(v, left) && vector_counts_with(v, left);
    case PY_Call:
        return py_is_builtin(v->module, py_child(t, node, PY_F_func), S("len")) && argument &&
               asks_size(v, argument, 0);
    case PY_Attribute:
        return str_equal(py_name(t, node), S("size")) && asks_size(v, value, 0);
    case PY_Subscript:
        return t->nodes[value].kind == PY_Attribute &&
               str_equal(py_name(t, value), S("shape")) &&
               py_int_value(t, py_child(t, node, PY_F_slice), &number) && number < AXES &&
               asks_size(v, py_child(t, value, PY_F_value), (uint32_t) number);
    default:
        return false;
    }
}

/* One name for one thing: a variable of another loop, or a value of the iteration, is none of these. */
static bool is_taken(const struct vectorizer *v, uint32_t name)
{
    bool taken = false;
    for (uint32_t k = 0; k < AXES + v->kept_count; k++) {
        taken |= v->axes[k].index == name && !v->axes[k].over;
        for (uint32_t e = 0; e < v->axes[k].element_count; e++)
            taken |= v->axes[k].elements[e] == name;
    }
    return taken;
}

static bool read_range(struct vectorizer *v, struct axis *axis, uint32_t call, uint32_t target)
{
    const struct py_tree *t = v->t;
    uint32_t first = py_child(t, call, PY_F_args), second = py_next_in(t, call, first);
    if (t->nodes[target].kind != PY_Name || !first || py_next_in(t, call, second) ||
        py_line(t, call) != py_end_line(t, call) || !repeats(v, first) ||
        (second && !repeats(v, second)))
        return vector_refuse(v, "its range is not made of plain numbers");
    if (is_taken(v, t->nodes[target].name))
        return vector_refuse(v, "two of its loops use one variable");
    axis->index = t->nodes[target].name;
    axis->start = second ? py_text(t, first) : S("0");
    axis->stop = py_text(t, second ? second : first);
    axis->ends[0] = second ? first : 0;
    axis->ends[1] = second ? second : first;
    return true;
}

static bool add_element(struct vectorizer *v, struct axis *axis, uint32_t target,
                        uint32_t array)
{
    const struct py_tree *t = v->t;
    if (t->nodes[target].kind != PY_Name || t->nodes[array].kind != PY_Name ||
        !asks_size(v, array, 0))
        return vector_refuse(v, "it runs over something that is no array with a name");
    str length = arena_printf(v->arena, "%.*s.size", STR_ARG(py_text(t, array)));
    if (axis->element_count == ARRAY_LEN(axis->elements))
        return vector_refuse(v, "it runs over too many arrays");
    if (axis->element_count)
        *VEC_PUSH(v->arena, &v->plan->guards) =
            arena_printf(v->arena, "%.*s == %.*s", STR_ARG(axis->stop), STR_ARG(length));
    axis->start = S("0");
    axis->stop = axis->element_count ? axis->stop : length;
    axis->elements[axis->element_count] = t->nodes[target].name;
    axis->arrays[axis->element_count++] = t->nodes[array].name;
    return true;
}

/* enumerate(a) and zip(a, b) */
static bool read_pairs(struct vectorizer *v, struct axis *axis, uint32_t call, uint32_t target)
{
    const struct py_tree *t = v->t;
    uint32_t func = py_child(t, call, PY_F_func), array = py_child(t, call, PY_F_args);
    uint32_t name = py_first(t, target);
    bool numbered = py_is_builtin(v->module, func, S("enumerate"));
    if (t->nodes[target].kind != PY_Tuple || py_child(t, call, PY_F_keywords) ||
        py_count_in(t, target, PY_F_elts) != (numbered ? 2 : py_count_in(t, call, PY_F_args)) ||
        (numbered && py_next_in(t, call, array)))
        return vector_refuse(v, "its head is not understood");
    if (numbered) {
        axis->index = t->nodes[name].kind == PY_Name ? t->nodes[name].name : 0;
        return axis->index && add_element(v, axis, py_next(t, target, name), array);
    }
    for (; array; array = py_next_in(t, call, array), name = py_next(t, target, name))
        if (!add_element(v, axis, name, array))
            return false;
    return axis->element_count > 0;
}

static bool read_head(struct vectorizer *v, uint32_t loop)
{
    const struct py_tree *t = v->t;
    uint32_t iter = py_child(t, loop, PY_F_iter), target = py_child(t, loop, PY_F_target);
    uint32_t func = t->nodes[iter].kind == PY_Call ? py_child(t, iter, PY_F_func) : 0;
    struct axis *axis = &v->axes[v->depth++];
    if (t->nodes[loop].kind != PY_For || py_child(t, loop, PY_F_orelse))
        return vector_refuse(v, "it is no plain for loop");
    if (func && py_is_builtin(v->module, func, S("range")))
        return read_range(v, axis, iter, target);
    if (func && (py_is_builtin(v->module, func, S("enumerate")) ||
                 py_is_builtin(v->module, func, S("zip"))))
        return read_pairs(v, axis, iter, target);
    return add_element(v, axis, target, iter);
}

/* ---- statements ----------------------------------------------------------------------- */

/* Some of the name's uses in the loop are others than in this statement. */
static bool used_elsewhere(const struct vectorizer *v, uint32_t name, uint32_t statement)
{
    for (uint32_t n = v->outer; n < v->t->nodes[v->outer].extent; n++)
        if (vector_is_name(v, n, name) && !py_inside(v->t, n, statement))
            return true;
    return false;
}

static bool set_temporary(struct vectorizer *v, uint32_t target, const struct vec *value)
{
    uint32_t name = v->t->nodes[target].name, i = 0;
    const struct py_loop *loop = py_loop_at(v->facts, v->outer);
    if (!py_name_in(&loop->private_names, name) || is_taken(v, name))
        return vector_refuse(
            v, "a name keeps its value from one iteration to another, or to the end");
    while (i < v->temporary_count && v->temporary_names[i] != name)
        i++;
    if (i == MAX_NAMES)
        return vector_refuse(v, "it uses too many names");
    if (i < v->temporary_count && v->temporary_levels[i] != v->kept_level)
        return vector_refuse(v, "a name is set around a loop and in it");
    v->temporary_count += i == v->temporary_count;
    v->temporary_names[i] = name;
    v->temporary_levels[i] = v->kept_level;
    v->temporaries[i] = *value;
    add_line(v, arena_printf(v->arena, "%.*s = %.*s%s", STR_ARG(vector_name(v, name)),
                             STR_ARG(value->text), value->view ? ".copy()" : ""));
    return true;
}

/* `left + right`, the right one in parentheses where it is no atom. */
static str sum_of(struct vectorizer *v, str left, const char *sign, uint32_t node, const struct vec *right)
{
    enum py_kind kind = (enum py_kind) v->t->nodes[node].kind;
    bool atom = kind == PY_Name || kind == PY_Constant || kind == PY_Subscript;
    return arena_printf(v->arena, atom ? "%.*s %s %.*s" : "%.*s %s (%.*s)", STR_ARG(left), sign,
                        STR_ARG(right->text));
}

/* `total += value` in a loop that stays, or outside: the name has one value per iteration, which is not
 * read before the loop ends that adds to it. */
static bool add_to_temporary(struct vectorizer *v, uint32_t statement, uint32_t i, const char *sign,
                             const struct vec *value)
{
    struct vec *all = &v->temporaries[i];
    struct bound steps = { 1, 0 };
    for (uint32_t level = v->temporary_levels[i]; level < v->kept_level; level++) {
        for (uint32_t n = v->kept_nodes[level]; n < v->t->nodes[v->kept_nodes[level]].extent; n++)
            if (vector_is_name(v, n, v->temporary_names[i]) && !py_inside(v->t, n, statement))
                return vector_refuse(v, "a total is used while it is added up");
        steps = bound_product(steps, v->kept_steps[level]);
    }
    for (uint32_t n = statement; n < v->t->nodes[statement].extent; n++)
        if (vector_is_name(v, n, v->temporary_names[i]) && v->t->nodes[n].parent != statement)
            return vector_refuse(v, "a total is used while it is added up");
    str name = vector_name(v, v->temporary_names[i]);
    add_line(v, arena_printf(v->arena, "%.*s = %.*s", STR_ARG(name),
                             STR_ARG(sum_of(v, name, sign, py_child(v->t, statement, PY_F_value), value))));
    *all = (struct vec){ .bound = bound_sum(all->bound, bound_product(steps, value->bound)),
                         .vector = all->vector || value->vector,
                         .full = all->full || value->full,
                         .numpy = all->numpy || value->numpy,
                         .mixed = all->mixed || value->mixed,
                         .floating = all->floating || value->floating };
    return vector_limit(v, all->bound);
}

/* `a[i] = value`, for the chosen items only when there is a mask. */
static bool store(struct vectorizer *v, uint32_t target, const struct vec *value, bool constant,
                  str mask)
{
    struct window w;
    if (!vector_access(v, target, &w))
        return vector_refuse(v, "it stores at a place that does not run along the loop");
    w.filled = constant;
    w.written = !constant;
    if (constant &&
        !py_int_value(v->t, py_child(v->t, v->t->nodes[target].parent, PY_F_value), &w.fill))
        w.filled = false, w.written = true;
    if (value->mask || !vector_touch(v, &w))
        return vector_refuse(v, "it stores truth values");
    str place = vector_slice(v, &w, true);
    if (mask.len && str_ends(place, S("[:]")))
        place = str_slice(place, 0, place.len - 3);
    if (mask.len && value->vector && !value->full)
        return vector_refuse(v, "what it stores depends on one of two loops only");
    if (mask.len)
        place = arena_printf(v->arena, "%.*s[%.*s]", STR_ARG(place), STR_ARG(mask));
    str text = value->text;
    if (mask.len && value->vector)
        text = arena_printf(v->arena, "(%.*s)[%.*s]", STR_ARG(text), STR_ARG(mask));
    add_line(v, arena_printf(v->arena, "%.*s = %.*s", STR_ARG(place), STR_ARG(text)));
    return true;
}

/* `out[places[k]] += value`: places may repeat, so only integers, which add up the same in
 * any order. */
static bool scatter(struct vectorizer *v, uint32_t target, const struct vec *value)
{
    const struct py_tree *t = v->t;
    uint32_t base = py_child(t, target, PY_F_value), index = py_child(t, target, PY_F_slice);
    struct vec places;
    int64_t one;
    if (t->nodes[base].kind != PY_Name || v->depth != 1 || v->kept_level ||
        !vector_expression(v, index, &places) || !places.view)
        return vector_refuse(v, "it stores at a place that does not run along the loop");
    struct window w = {
        .name = t->nodes[base].name, .dims = 1, .written = true, .scattered = true
    };
    if (used_elsewhere(v, w.name, t->nodes[target].parent) || !vector_touch(v, &w))
        return vector_refuse(v, "an iteration reads what another one wrote");
    if (value->floating || value->mask)
        return vector_refuse(v, "it adds floats at places that may repeat");
    str array = vector_name(v, w.name);
    vector_places(v, places.text, array);
    if (py_int_value(t, py_child(t, t->nodes[target].parent, PY_F_value), &one) && one == 1)
        add_line(v, arena_printf(v->arena, "%.*s += %.*s.bincount(%.*s %% len(%.*s), minlength=len(%.*s))",
                                 STR_ARG(array), STR_ARG(v->np), STR_ARG(places.text), STR_ARG(array),
                                 STR_ARG(array)));
    else
        add_line(v, arena_printf(v->arena, "%.*s.add.at(%.*s, %.*s, %.*s)", STR_ARG(v->np),
                                 STR_ARG(array), STR_ARG(places.text), STR_ARG(value->text)));
    /* At most `most` items: |sum| ≤ most + most · |value|. */
    v->summed = v->integral = true;
    return vector_limit(v, bound_sum((struct bound){ 1, 1 },
                                     bound_product((struct bound){ 1, 1 }, value->bound)));
}

static bool assign(struct vectorizer *v, uint32_t statement, str mask)
{
    const struct py_tree *t = v->t;
    uint32_t target = py_child(t, statement, PY_F_targets),
             value = py_child(t, statement, PY_F_value);
    struct vec all;
    if (py_count_in(t, statement, PY_F_targets) != 1 || !vector_expression(v, value, &all))
        return vector_refuse(v, "it assigns to several targets at once");
    if (t->nodes[target].kind == PY_Name)
        return mask.len ? vector_refuse(v, "a name is set in some iterations only")
                        : set_temporary(v, target, &all);
    return t->nodes[target].kind == PY_Subscript
               ? store(v, target, &all, t->nodes[value].kind == PY_Constant, mask)
               : vector_refuse(v, "it assigns to something that is no item of an array");
}

static bool add_counter(struct vectorizer *v, uint32_t name, uint32_t statement)
{
    const struct py_loop *loop = py_loop_at(v->facts, v->outer);
    if (used_elsewhere(v, name, statement) || v->counter_count == MAX_NAMES || v->kept_level ||
        !py_name_in(&loop->written, name))
        return vector_refuse(v, "a total is used while it is added up");
    v->counters[v->counter_count++] = name;
    return true;
}

/* `count += 1` under a mask, `total += value` of Python integers. */
static bool add_up(struct vectorizer *v, uint32_t statement, uint32_t target,
                   const struct vec *value, str mask)
{
    int64_t one;
    uint32_t expression = py_child(v->t, statement, PY_F_value);
    str name = py_text(v->t, target);
    if (!add_counter(v, v->t->nodes[target].name, statement))
        return false;
    if (mask.len && py_int_value(v->t, expression, &one) && one == 1) {
        add_line(v, arena_printf(v->arena, "%.*s += int(%.*s.count_nonzero(%.*s))",
                                 STR_ARG(name), STR_ARG(v->np), STR_ARG(mask)));
        return true;
    }
    if (!value->full || value->mask || value->mixed || value->floating ||
        (value->numpy && mask.len))
        return vector_refuse(
            v, "what it adds up may round, or end as another type, on whole arrays");
    v->integral = v->summed = true;
    str items =
        value->view ? value->text : arena_printf(v->arena, "(%.*s)", STR_ARG(value->text));
    str chosen = mask.len ? arena_printf(v->arena, "[%.*s]", STR_ARG(mask)) : S("");
    str sum = arena_printf(v->arena, "%.*s%.*s.sum()", STR_ARG(items), STR_ARG(chosen));
    add_line(v, arena_printf(v->arena, value->numpy ? "%.*s += %.*s" : "%.*s += int(%.*s)",
                             STR_ARG(name), STR_ARG(sum)));
    return vector_limit(v, bound_product((struct bound){ 1, v->depth }, value->bound));
}

static bool augment(struct vectorizer *v, uint32_t statement, str mask)
{
    const struct py_tree *t = v->t;
    uint32_t target = py_child(t, statement, PY_F_target),
             value = py_child(t, statement, PY_F_value);
    enum py_op op = (enum py_op) t->nodes[statement].op;
    struct window w;
    struct vec right;
    if ((op != PY_ADD && op != PY_SUB && op != PY_MULT) ||
        !vector_expression(v, value, &right) || right.mask)
        return vector_refuse(v, "it updates in a way that may differ on whole arrays");
    const char *sign = op == PY_ADD ? "+" : op == PY_SUB ? "-" : "*";
    for (uint32_t i = 0; i < v->temporary_count && op != PY_MULT && !mask.len; i++)
        if (vector_is_name(v, target, v->temporary_names[i]))
            return add_to_temporary(v, statement, i, sign, &right);
    if (t->nodes[target].kind == PY_Name && op == PY_ADD)
        return add_up(v, statement, target, &right, mask);
    if (t->nodes[target].kind != PY_Subscript)
        return vector_refuse(v, "it updates something that is no item of an array");
    if (!vector_access(v, target, &w))
        return op == PY_ADD && !mask.len
                   ? scatter(v, target, &right)
                   : vector_refuse(v, "it stores at a place that does not run "
                                      "along the loop");
    w.read = true;
    if (!vector_touch(v, &w))
        return false;
    struct vec sum = right;
    sum.vector = true;
    sum.full = true;
    sum.text = sum_of(v, vector_slice(v, &w, false), sign, value, &right);
    struct bound steps = { 1, 0 };
    for (uint32_t level = 0; level < v->kept_level; level++)
        steps = bound_product(steps, v->kept_steps[level]);
    if (op == PY_MULT && v->kept_level)
        return vector_refuse(v, "its values soon leave the range of 64-bit integers");
    sum.bound = op == PY_MULT ? bound_product((struct bound){ 1, 1 }, right.bound)
                              : bound_sum((struct bound){ 1, 1 }, bound_product(steps, right.bound));
    return vector_limit(v, sum.bound) && store(v, target, &sum, false, mask);
}

/* `out.append(value)`: NumPy's numbers stay NumPy's, Python's become Python's again. */
static bool append(struct vectorizer *v, uint32_t statement, str mask)
{
    const struct py_tree *t = v->t;
    uint32_t call = py_child(t, statement, PY_F_value), func = py_child(t, call, PY_F_func);
    uint32_t list = py_child(t, func, PY_F_value);
    struct vec value;
    if (t->nodes[call].kind != PY_Call || t->nodes[func].kind != PY_Attribute ||
        !str_equal(py_name(t, func), S("append")) || t->nodes[list].kind != PY_Name ||
        py_count_in(t, call, PY_F_args) != 1 || py_child(t, call, PY_F_keywords) ||
        v->depth != 1 || v->kept_level)
        return vector_refuse(v, "a statement in it has no form on whole arrays");
    if (used_elsewhere(v, t->nodes[list].name, statement) ||
        !py_type_within(py_type_of(v->facts, list), PY_T_LIST))
        return vector_refuse(v, "it appends to something that is not surely a list of its own");
    if (!vector_expression(v, py_child(t, call, PY_F_args), &value))
        return false;
    if (!value.vector || value.mixed)
        return vector_refuse(v, "it appends values of several kinds");
    str items = mask.len
                    ? arena_printf(v->arena, "(%.*s)[%.*s]", STR_ARG(value.text), STR_ARG(mask))
                : value.numpy ? value.text
                              : arena_printf(v->arena, "(%.*s)", STR_ARG(value.text));
    add_line(v, arena_printf(v->arena, "%.*s.extend(%.*s%s)", STR_ARG(py_text(t, list)),
                             STR_ARG(items), value.numpy ? "" : ".tolist()"));
    return true;
}

static bool block(struct vectorizer *v, uint32_t node, enum py_field field, str mask);

/* A name for the mask of a condition inside so many others: chosen, chosen_2, … */
static str mask_name(struct vectorizer *v)
{
    for (unsigned i = 1, free = 0;; i++) {
        str name = i == 1 ? S("chosen") : arena_printf(v->arena, "chosen_%u", i);
        uint32_t n = 1;
        while (n < v->t->name_count && !str_equal(v->t->names[n], name))
            n++;
        if (n == v->t->name_count && free++ == v->mask_level)
            return name;
    }
}

/* `outer` is "" or one that chosen items have in common with all others around. */
static bool condition(struct vectorizer *v, uint32_t statement, str outer)
{
    uint32_t orelse = py_child(v->t, statement, PY_F_orelse);
    uint32_t only = py_child(v->t, statement, PY_F_body);
    struct vec test;
    if (!vector_expression(v, py_child(v->t, statement, PY_F_test), &test))
        return false;
    if (!test.mask || !test.full)
        return vector_refuse(v, "its condition is no comparison of items");
    str mask = test.text, others = S("");
    bool named = orelse || py_next_in(v->t, statement, only) || v->t->nodes[only].kind == PY_If;
    if (named) {
        mask = mask_name(v);
        add_line(v, arena_printf(v->arena, "%.*s = %.*s", STR_ARG(mask), STR_ARG(test.text)));
        others = arena_printf(v->arena, "~%.*s", STR_ARG(mask));
    }
    if (outer.len) {
        mask = arena_printf(v->arena, named ? "%.*s & %.*s" : "%.*s & (%.*s)", STR_ARG(outer), STR_ARG(mask));
        others = arena_printf(v->arena, "%.*s & %.*s", STR_ARG(outer), STR_ARG(others));
    }
    v->mask_level += named;
    bool ok = block(v, statement, PY_F_body, mask) && (!orelse || block(v, statement, PY_F_orelse, others));
    v->mask_level -= named;
    return ok;
}

/* `for k in range(start, stop)` in the body stays as it is; each of its steps runs over whole arrays. */
static bool keep_loop(struct vectorizer *v, uint32_t loop, str mask)
{
    const struct py_tree *t = v->t;
    uint32_t iter = py_child(t, loop, PY_F_iter), target = py_child(t, loop, PY_F_target);
    if (mask.len || v->kept_count == KEPT)
        return vector_refuse(v, "the loops in it are nested too deeply, or under a condition");
    if (t->nodes[iter].kind != PY_Call || py_child(t, loop, PY_F_orelse) ||
        !py_is_builtin(v->module, py_child(t, iter, PY_F_func), S("range")))
        return vector_refuse(v, "a loop in it does not run over a range");
    for (uint32_t i = 0; i < v->temporary_count; i++)
        if (vector_is_name(v, target, v->temporary_names[i]))
            return vector_refuse(v, "a name is set around a loop and in it");
    struct axis *axis = &v->axes[AXES + v->kept_count];
    if (!read_range(v, axis, iter, target))
        return false;
    v->kept_count++;
    add_line(v, arena_printf(v->arena, "for %.*s in %.*s:", STR_ARG(py_text(t, target)),
                             STR_ARG(py_text(t, iter))));
    int64_t steps = vector_steps(v, axis);
    v->kept_steps[v->kept_level] = steps ? (struct bound){ (double) steps, 0 } : (struct bound){ 2, 1 };
    v->kept_nodes[v->kept_level++] = loop;
    bool ok = block(v, loop, PY_F_body, mask);
    v->kept_level--;
    axis->over = true;
    return ok;
}

static bool statement(struct vectorizer *v, uint32_t node, str mask)
{
    switch (v->t->nodes[node].kind) {
    case PY_Assign:
        return assign(v, node, mask);
    case PY_AugAssign:
        return augment(v, node, mask);
    case PY_Expr:
        return append(v, node, mask);
    case PY_If:
        return condition(v, node, mask);
    case PY_For:
        return keep_loop(v, node, mask);
    default:
        return vector_refuse(v, "a statement in it has no form on whole arrays");
    }
}

static bool block(struct vectorizer *v, uint32_t node, enum py_field field, str mask)
{
    for (uint32_t s = py_child(v->t, node, field); s; s = py_next_in(v->t, node, s))
        if (!statement(v, s, mask))
            return false;
    return true;
}

/* ---- the plan -------------------------------------------------------------------------- */

/* ---- names ----------------------------------------------------------------------------- */

/* Names that the loop binds are the function's own; those of its heads die with it. */
bool vector_names_die(struct vectorizer *v)
{
    const struct py_loop *loop = py_loop_at(v->facts, v->outer);
    for (uint32_t n = v->outer; n < v->t->nodes[v->outer].extent; n++) {
        uint32_t symbol = v->t->nodes[n].kind == PY_Name && v->t->nodes[n].op == PY_STORE
                              ? py_binding(v->module, n)
                              : UINT32_MAX;
        if (symbol == UINT32_MAX)
            continue;
        if (!py_is_own_variable(v->module, symbol))
            return vector_refuse(v, "a name that it binds can be seen elsewhere");
    }
    for (uint32_t k = 0; k < AXES + v->kept_count; k++) {
        bool read = v->axes[k].index && py_name_in(&loop->live_out, v->axes[k].index);
        for (uint32_t e = 0; e < v->axes[k].element_count; e++)
            read |= py_name_in(&loop->live_out, v->axes[k].elements[e]);
        if (read)
            return vector_refuse(v, "the loop variable is read after the loop");
    }
    return true;
}

bool vector_body(struct vectorizer *v)
{
    return block(v, v->body, PY_F_body, S(""));
}

bool vector_heads(struct vectorizer *v)
{
    uint32_t inner = py_child(v->t, v->outer, PY_F_body);
    v->body = v->outer;
    if (!read_head(v, v->outer))
        return false;
    if (v->t->nodes[inner].kind != PY_For || py_next_in(v->t, v->outer, inner) ||
        v->depth == v->most_depth)
        return true;
    v->body = inner;
    return read_head(v, inner);
}

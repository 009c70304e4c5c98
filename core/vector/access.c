/*
 * access.c — subscripts of arrays that run along the loops, and the windows they touch.
 *
 * An array that is written must be touched at one and the same place per iteration, wherever
 * the loop reads or writes it, and at a different one in each: then no iteration sees what
 * another one wrote, and statement after statement may run over all items. An array that is
 * only read may be read at any constant distance.
 */
#include "vector_internal.h"

static uint32_t axis_of(const struct vectorizer *v, uint32_t name)
{
    for (uint32_t k = 0; k < v->depth; k++)
        if (v->axes[k].index && v->axes[k].index == name)
            return k;
    return AXES;
}

/* `i`, `i + 1`, `i - 1` */
static bool read_index(const struct vectorizer *v, uint32_t node, uint32_t *ret_axis,
                       int64_t *ret_offset)
{
    const struct py_tree *t = v->t;
    uint32_t index = node;
    *ret_offset = 0;
    if (t->nodes[node].kind == PY_BinOp) {
        enum py_op op = (enum py_op) t->nodes[node].op;
        index = py_child(t, node, PY_F_left);
        if ((op != PY_ADD && op != PY_SUB) ||
            !py_int_value(t, py_child(t, node, PY_F_right), ret_offset) || *ret_offset > 1000)
            return false;
        *ret_offset = op == PY_SUB ? -*ret_offset : *ret_offset;
    }
    *ret_axis = t->nodes[index].kind == PY_Name ? axis_of(v, t->nodes[index].name) : AXES;
    return *ret_axis < AXES;
}

static bool add_dimension(struct vectorizer *v, struct window *w, uint32_t index)
{
    if (w->dims == AXES || !read_index(v, index, &w->axis[w->dims], &w->at[w->dims]))
        return false;
    w->low[w->dims] = w->high[w->dims] = w->at[w->dims];
    w->dims++;
    return w->dims < 2 || w->axis[0] < w->axis[1];
}

bool vector_access(struct vectorizer *v, uint32_t subscript, struct window *ret)
{
    const struct py_tree *t = v->t;
    uint32_t base = py_child(t, subscript, PY_F_value),
             slice = py_child(t, subscript, PY_F_slice);
    *ret = (struct window){ 0 };
    if (t->nodes[base].kind == PY_Subscript &&
        !add_dimension(v, ret, py_child(t, base, PY_F_slice)))
        return false;
    if (t->nodes[base].kind == PY_Subscript)
        base = py_child(t, base, PY_F_value);
    if (t->nodes[base].kind != PY_Name)
        return false;
    ret->name = t->nodes[base].name;
    if (t->nodes[slice].kind != PY_Tuple)
        return add_dimension(v, ret, slice);
    for (uint32_t e = py_first(t, slice); e; e = py_next(t, slice, e))
        if (!add_dimension(v, ret, e))
            return false;
    return ret->dims > 0;
}

static bool same_place(const struct window *a, const struct window *b)
{
    for (uint32_t d = 0; d < a->dims; d++)
        if (a->low[d] != b->low[d] || a->high[d] != b->high[d])
            return false;
    return true;
}

static struct window *known_window(struct vectorizer *v, uint32_t name)
{
    for (uint32_t i = 0; i < v->window_count; i++)
        if (v->windows[i].name == name)
            return &v->windows[i];
    return NULL;
}

static struct window *conflict(struct vectorizer *v, const char *why)
{
    vector_refuse(v, why);
    return NULL;
}

struct window *vector_touch(struct vectorizer *v, const struct window *new)
{
    struct window *w = known_window(v, new->name);
    bool stores = new->written || new->filled;
    if (py_name_in(&py_loop_at(v->facts, v->outer)->written, new->name))
        return conflict(v, "it takes items of something that it binds itself");
    if (stores && new->dims != v->depth)
        return conflict(v, "several iterations store into one place");
    if (!w) {
        if (v->window_count == MAX_NAMES)
            return conflict(v, "it uses too many arrays");
        v->windows[v->window_count] = *new;
        return &v->windows[v->window_count++];
    }
    if (w->dims != new->dims || memcmp(w->axis, new->axis, sizeof(w->axis)) || w->scattered ||
        new->scattered)
        return conflict(v, "an array is used in two ways");
    if ((stores || w->written || w->filled) && !same_place(w, new))
        return conflict(v, "an iteration reads what another one wrote");
    if (new->filled && w->filled &&new->fill != w->fill)
        w->written = true;
    for (uint32_t d = 0; d < w->dims; d++) {
        w->low[d] = new->low[d] < w->low[d] ? new->low[d] : w->low[d];
        w->high[d] = new->high[d] > w->high[d] ? new->high[d] : w->high[d];
    }
    w->read |= new->read;
    w->written |= new->written;
    if (new->filled && !w->filled)
        w->fill = new->fill;
    w->filled |= new->filled;
    return w;
}

/* ---- text ----------------------------------------------------------------------------- */

static str shifted(struct vectorizer *v, str text, int64_t by)
{
    int64_t number = 0;
    bool digits = text.len > 0 && text.len < 10;
    for (size_t i = 0; i < text.len && digits; i++) {
        digits = text.ptr[i] >= '0' && text.ptr[i] <= '9';
        number = number * 10 + (text.ptr[i] - '0');
    }
    if (by == 0)
        return text;
    if (digits)
        return arena_printf(v->arena, "%lld", (long long) (number + by));
    return arena_printf(v->arena, "%.*s %c %lld", STR_ARG(text), by > 0 ? '+' : '-',
                        (long long) (by > 0 ? by : -by));
}

/* The axis runs along the whole of this dimension of the array. */
static bool is_whole(struct vectorizer *v, const struct window *w, uint32_t d)
{
    const struct axis *axis = &v->axes[w->axis[d]];
    str name = vector_name(v, w->name);
    str sizes[] = { arena_printf(v->arena, "%.*s.shape[%u]", STR_ARG(name), (unsigned) d),
                    arena_printf(v->arena, "len(%.*s)", STR_ARG(name)),
                    arena_printf(v->arena, "%.*s.size", STR_ARG(name)) };
    size_t count = d ? 1 : w->dims == 1 ? 3 : 2; /* size is that of a dimension when it is the only one */
    if (!str_equal(axis->start, S("0")) || w->at[d] != 0)
        return false;
    for (size_t i = 0; i < count; i++)
        if (str_equal(axis->stop, sizes[i]))
            return true;
    return false;
}

static str dimension_text(struct vectorizer *v, const struct window *w, uint32_t d)
{
    const struct axis *axis = &v->axes[w->axis[d]];
    str start = shifted(v, axis->start, w->at[d]);
    if (is_whole(v, w, d))
        return S(":");
    return arena_printf(v->arena, "%.*s:%.*s",
                        STR_ARG(str_equal(start, S("0")) ? S("") : start),
                        STR_ARG(shifted(v, axis->stop, w->at[d])));
}

str vector_slice(struct vectorizer *v, const struct window *w, bool target)
{
    str name = vector_name(v, w->name), first = dimension_text(v, w, 0);
    bool whole = is_whole(v, w, 0) && (w->dims == 1 || is_whole(v, w, 1));
    bool column = w->dims == 1 && v->depth == 2 && w->axis[0] == 0;
    if (whole && !target && !column)
        return name;
    if (whole && w->dims == 2)
        return arena_printf(v->arena, "%.*s[:]", STR_ARG(name));
    if (column)
        return arena_printf(v->arena, "%.*s[%.*s, None]", STR_ARG(name), STR_ARG(first));
    if (w->dims == 1)
        return arena_printf(v->arena, "%.*s[%.*s]", STR_ARG(name), STR_ARG(first));
    return arena_printf(v->arena, "%.*s[%.*s, %.*s]", STR_ARG(name), STR_ARG(first),
                        STR_ARG(dimension_text(v, w, 1)));
}

void vector_places(struct vectorizer *v, str places, str array)
{
    str term =
        arena_printf(v->arena, "_are_places(%.*s, %.*s)", STR_ARG(places), STR_ARG(array));
    for (uint32_t i = 0; i < v->plan->guards.count; i++)
        if (str_equal(v->plan->guards.items[i], term))
            return;
    v->plan->places = true;
    *VEC_PUSH(v->arena, &v->plan->guards) = term;
}

str vector_window_text(struct vectorizer *v, const struct window *w)
{
    str name = vector_name(v, w->name), text = arena_printf(v->arena, "(%.*s", STR_ARG(name));
    if (w->scattered)
        return arena_printf(v->arena, "(%.*s, 0, len(%.*s))", STR_ARG(name), STR_ARG(name));
    for (uint32_t d = 0; d < w->dims; d++) {
        const struct axis *axis = &v->axes[w->axis[d]];
        text = arena_printf(v->arena, "%.*s, %.*s, %.*s", STR_ARG(text),
                            STR_ARG(shifted(v, axis->start, w->low[d])),
                            STR_ARG(shifted(v, axis->stop, w->high[d])));
    }
    return arena_printf(v->arena, "%.*s)", STR_ARG(text));
}

/*
 * access.c — subscripts of arrays that run along the loops, and the windows they touch.
 *
 * An array that is written must be touched at one and the same place per iteration, wherever
 * the loop reads or writes it, and at a different one in each: then no iteration sees what
 * another one wrote, and statement after statement may run over all items. An array that is
 * only read may be read at any constant distance, also along a loop that stays.
 */
#include "vector_internal.h"

static uint32_t axis_of(const struct vectorizer *v, uint32_t name)
{
    for (uint32_t k = 0; k < AXES + v->kept_count; k++)
        if (v->axes[k].index && v->axes[k].index == name && !v->axes[k].over)
            return k;
    return FIXED;
}

static bool is_kept(uint32_t axis)
{
    return axis >= AXES && axis < FIXED;
}

/* Adds a term of an index: the index of a loop, a number, or a sum of such. */
static bool add_term(const struct vectorizer *v, uint32_t node, bool negative, struct place *place,
                     int64_t *offset)
{
    const struct py_tree *t = v->t;
    enum py_op op = (enum py_op) t->nodes[node].op;
    int64_t number;
    uint32_t axis;
    switch (t->nodes[node].kind) {
    case PY_Constant:
        if (!py_int_value(t, node, &number) || number > 1000)
            return false;
        *offset += negative ? -number : number;
        return true;
    case PY_Name:
        axis = axis_of(v, t->nodes[node].name);
        if (axis == FIXED || (is_kept(axis) ? place->by != ALONE : place->axis != FIXED || negative))
            return false;
        if (is_kept(axis)) {
            place->kept = axis;
            place->by = negative ? MINUS : PLUS;
        } else {
            place->axis = axis;
        }
        return true;
    case PY_BinOp:
        return (op == PY_ADD || op == PY_SUB) &&
               add_term(v, py_child(t, node, PY_F_left), negative, place, offset) &&
               add_term(v, py_child(t, node, PY_F_right), negative != (op == PY_SUB), place, offset);
    default:
        return false;
    }
}

static bool add_dimension(struct vectorizer *v, struct window *w, uint32_t index)
{
    struct place place = { .axis = FIXED };
    int64_t offset = 0;
    if (w->dims == DIMS || !add_term(v, index, false, &place, &offset))
        return false;
    if (place.axis == FIXED && place.by != ALONE) {
        if (place.by == MINUS)
            return false;
        place = (struct place){ .axis = place.kept };
    }
    if (place.axis == FIXED && offset < 0)
        return false;
    for (uint32_t d = 0; d < w->dims && place.axis < AXES; d++)
        if (w->place[d].axis < AXES && w->place[d].axis >= place.axis)
            return false;
    w->place[w->dims] = place;
    w->at[w->dims] = w->low[w->dims] = w->high[w->dims] = offset;
    w->dims++;
    return true;
}

uint32_t vector_along(const struct window *w)
{
    uint32_t count = 0;
    for (uint32_t d = 0; d < w->dims; d++)
        count += w->place[d].axis < AXES;
    return count;
}

static bool add_dimensions(struct vectorizer *v, struct window *w, uint32_t slice)
{
    const struct py_tree *t = v->t;
    if (t->nodes[slice].kind != PY_Tuple)
        return add_dimension(v, w, slice);
    for (uint32_t e = py_first(t, slice); e; e = py_next(t, slice, e))
        if (!add_dimension(v, w, e))
            return false;
    return true;
}

bool vector_access(struct vectorizer *v, uint32_t subscript, struct window *ret)
{
    const struct py_tree *t = v->t;
    uint32_t base = py_child(t, subscript, PY_F_value);
    *ret = (struct window){ 0 };
    if (t->nodes[base].kind == PY_Subscript) {
        if (!add_dimensions(v, ret, py_child(t, base, PY_F_slice)))
            return false;
        base = py_child(t, base, PY_F_value);
    }
    if (t->nodes[base].kind != PY_Name)
        return false;
    ret->name = t->nodes[base].name;
    return add_dimensions(v, ret, py_child(t, subscript, PY_F_slice)) && ret->dims > 0;
}

static bool same_place(const struct window *a, const struct window *b)
{
    for (uint32_t d = 0; d < a->dims; d++)
        if (a->low[d] != b->low[d] || a->high[d] != b->high[d])
            return false;
    return true;
}

/* The same dimensions run along the same loops. */
static bool alike(const struct window *a, const struct window *b)
{
    if (a->dims != b->dims || a->scattered != b->scattered)
        return false;
    for (uint32_t d = 0; d < a->dims && !a->scattered; d++)
        if (a->place[d].axis != b->place[d].axis || a->place[d].by != b->place[d].by ||
            a->place[d].kept != b->place[d].kept)
            return false;
    return true;
}

static struct window *conflict(struct vectorizer *v, const char *why)
{
    vector_refuse(v, why);
    return NULL;
}

static bool stores(const struct window *w)
{
    return w->written || w->filled;
}

/* Each iteration has a place of its own, in every step of the loops that stay. */
static bool is_own_place(const struct vectorizer *v, const struct window *w)
{
    for (uint32_t d = 0; d < w->dims; d++)
        if (w->place[d].by != ALONE)
            return false;
    return vector_along(w) == v->depth;
}

/* The ends of a shifted window are sums. */
static bool can_shift(struct vectorizer *v, const struct window *w)
{
    for (uint32_t d = 0; d < w->dims && !w->scattered; d++) {
        const struct place *place = &w->place[d];
        const uint32_t *ends = v->axes[place->axis % FIXED].ends, *others = v->axes[place->kept].ends;
        bool sums = place->axis != FIXED && (place->by != ALONE || w->at[d] != 0);
        if (sums && (!vector_counts_with(v, ends[0]) || !vector_counts_with(v, ends[1])))
            return false;
        if (sums && place->by != ALONE &&
            (!vector_counts_with(v, others[0]) || !vector_counts_with(v, others[1])))
            return false;
    }
    return true;
}

struct window *vector_touch(struct vectorizer *v, const struct window *new)
{
    struct window *w = NULL;
    if (!can_shift(v, new))
        return conflict(v, "it uses too many names");
    if (py_name_in(&py_loop_at(v->facts, v->outer)->written, new->name))
        return conflict(v, "it takes items of something that it binds itself");
    if (stores(new) && !new->scattered && !is_own_place(v, new))
        return conflict(v, "several iterations store into one place");
    for (uint32_t i = 0; i < v->window_count; i++) {
        struct window *known = &v->windows[i];
        if (known->name != new->name)
            continue;
        bool same = alike(known, new);
        if ((stores(new) || stores(known)) && (!same || new->scattered || !same_place(known, new)))
            return conflict(v, same && !new->scattered ? "an iteration reads what another one wrote"
                                                       : "an array is used in two ways");
        w = same ? known : w;
    }
    if (!w) {
        if (v->window_count == MAX_NAMES)
            return conflict(v, "it uses too many arrays");
        v->windows[v->window_count] = *new;
        return &v->windows[v->window_count++];
    }
    if (new->filled && w->filled && new->fill != w->fill)
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

/* The number that the digits from `at` to the end are. */
static bool number_at(str text, size_t at, int64_t *ret)
{
    *ret = 0;
    for (size_t i = at; i < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9' || text.len - at > 9)
            return false;
        *ret = *ret * 10 + (text.ptr[i] - '0');
    }
    return at < text.len;
}

str vector_shifted(struct vectorizer *v, str text, int64_t by)
{
    int64_t number = 0;
    size_t last = text.len;
    if (by == 0)
        return text;
    if (number_at(text, 0, &number))
        return arena_printf(v->arena, "%lld", (long long) (number + by));
    while (last > 0 && text.ptr[last - 1] != ' ')
        last--;
    bool minus = last >= 3 && text.ptr[last - 2] == '-';
    if (last >= 3 && (minus || text.ptr[last - 2] == '+') && number_at(text, last, &number)) {
        by += minus ? -number : number;
        text = str_slice(text, 0, last - 3);
    }
    return by == 0 ? text
                   : arena_printf(v->arena, "%.*s %c %lld", STR_ARG(text), by > 0 ? '+' : '-',
                                  (long long) (by > 0 ? by : -by));
}

/* a + b, a - b */
static str sum_text(struct vectorizer *v, str a, bool minus, str b)
{
    if (str_equal(b, S("0")))
        return a;
    int64_t number;
    if (number_at(b, 0, &number))
        return vector_shifted(v, a, minus ? -number : number);
    if (str_equal(a, S("0")) && !minus)
        return b;
    if (!minus && b.ptr[0] == '-') /* -width + 1 is read from the left as well */
        return arena_printf(v->arena, "%.*s - %.*s", STR_ARG(a), STR_ARG(str_slice(b, 1, b.len)));
    bool atom = true;
    for (size_t i = 0; i < b.len; i++)
        atom = atom && b.ptr[i] != ' ' && b.ptr[i] != '+' && b.ptr[i] != '-';
    return arena_printf(v->arena, minus && !atom ? "%.*s %c (%.*s)" : "%.*s %c %.*s", STR_ARG(a),
                        minus ? '-' : '+', STR_ARG(b));
}

/* The axis runs along the whole of this dimension of the array. */
static bool is_whole(struct vectorizer *v, const struct window *w, uint32_t d)
{
    if (w->place[d].axis >= AXES || w->place[d].by != ALONE)
        return false;
    const struct axis *axis = &v->axes[w->place[d].axis];
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
    const struct place *place = &w->place[d];
    if (place->axis == FIXED)
        return arena_printf(v->arena, "%lld", (long long) w->at[d]);
    const struct axis *axis = &v->axes[place->axis];
    if (place->axis >= AXES)
        return vector_shifted(v, vector_name(v, axis->index), w->at[d]);
    if (is_whole(v, w, d))
        return S(":");
    str start = vector_shifted(v, axis->start, w->at[d]);
    str stop = vector_shifted(v, axis->stop, w->at[d]);
    if (place->by != ALONE) {
        str index = vector_name(v, v->axes[place->kept].index);
        start = sum_text(v, start, place->by == MINUS, index);
        stop = sum_text(v, stop, place->by == MINUS, index);
    }
    return arena_printf(v->arena, "%.*s:%.*s", STR_ARG(str_equal(start, S("0")) ? S("") : start),
                        STR_ARG(stop));
}

str vector_slice(struct vectorizer *v, const struct window *w, bool target)
{
    str name = vector_name(v, w->name), text = S("");
    bool whole = true, column = v->depth == 2 && vector_along(w) == 1;
    for (uint32_t d = 0; d < w->dims; d++) {
        whole = whole && is_whole(v, w, d);
        column = column && w->place[d].axis != 1;
        text = arena_printf(v->arena, "%.*s%s%.*s", STR_ARG(text), d ? ", " : "",
                            STR_ARG(dimension_text(v, w, d)));
    }
    if (whole && !target && !column)
        return name;
    if (whole && w->dims > 1)
        return arena_printf(v->arena, "%.*s[:]", STR_ARG(name));
    return arena_printf(v->arena, "%.*s[%.*s%s]", STR_ARG(name), STR_ARG(text), column ? ", None" : "");
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

int64_t vector_steps(const struct vectorizer *v, const struct axis *axis)
{
    int64_t start = 0, stop = 0;
    bool known = (!axis->ends[0] || py_int_value(v->t, axis->ends[0], &start)) &&
                 py_int_value(v->t, axis->ends[1], &stop);
    return known && start < stop && stop <= 1000 ? stop - start : 0;
}

/* First and last-but-one index along a dimension, over all steps of all loops. */
static str ends_text(struct vectorizer *v, const struct window *w, uint32_t d)
{
    const struct place *place = &w->place[d];
    if (place->axis == FIXED)
        return arena_printf(v->arena, "%lld, %lld", (long long) w->low[d], (long long) w->high[d] + 1);
    const struct axis *axis = &v->axes[place->axis], *kept = &v->axes[place->kept];
    str start, stop;
    switch (place->by) {
    case PLUS: /* to (stop - 1) + (kept.stop - 1) */
        start = sum_text(v, vector_shifted(v, axis->start, w->low[d]), false, kept->start);
        stop = sum_text(v, vector_shifted(v, axis->stop, w->high[d] - 1), false, kept->stop);
        break;
    case MINUS: /* from start - (kept.stop - 1) */
        start = sum_text(v, vector_shifted(v, axis->start, w->low[d] + 1), true, kept->stop);
        stop = sum_text(v, vector_shifted(v, axis->stop, w->high[d]), true, kept->start);
        break;
    default:
        start = vector_shifted(v, axis->start, w->low[d]);
        stop = vector_shifted(v, axis->stop, w->high[d]);
    }
    return arena_printf(v->arena, "%.*s, %.*s", STR_ARG(start), STR_ARG(stop));
}

str vector_window_text(struct vectorizer *v, const struct window *w)
{
    str name = vector_name(v, w->name), text = arena_printf(v->arena, "(%.*s", STR_ARG(name));
    if (w->scattered)
        return arena_printf(v->arena, "(%.*s, 0, len(%.*s))", STR_ARG(name), STR_ARG(name));
    for (uint32_t d = 0; d < w->dims; d++)
        text = arena_printf(v->arena, "%.*s, %.*s", STR_ARG(text), STR_ARG(ends_text(v, w, d)));
    return arena_printf(v->arena, "%.*s)", STR_ARG(text));
}

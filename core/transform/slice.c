/*
 * slice.c — a loop of stores becomes one slice assignment, behind a guard.
 *
 *     for m in range(p * p, n + 1, p):
 *         flags[m] = False
 *
 *     span = range(p * p, n + 1, p)
 *     if 0 <= span.start <= span.stop <= len(flags) and span.step > 0:
 *         flags[span.start:span.stop:span.step] = [False] * len(span)
 *     else:
 *         for m in span:
 *             flags[m] = False
 *
 * The values may also be the loop variable (`= span`) or a copy (`dst[:span.stop] =
 * src[:span.stop]`).
 *
 * Why it is the same (the detector has shown that the store is all there is and the variable
 * dead):
 *  - range() is called where it was called; its errors and the __index__ of its arguments
 *    happen there. Asking the range object and an exact list for numbers runs no code of the
 *    user's.
 *  - With 0 <= start <= stop <= len every index is inside, so no store can raise, and both
 *    sides of the assignment have the same length, so that the list keeps its own. A negative
 *    stop would mean a place counted from the end: it fails the guard, as does start > stop.
 *  - [v] * n holds one object n times, as the stores of one name or constant do.
 *  - The names surely have values: reading them is unobservable even when the range is empty.
 * Whatever the guard does not admit runs the original loop.
 */
#include "transform_internal.h"

struct fill {
    uint32_t loop, target, iterable;
    uint32_t list, value, source; /* source: the Name y in `= y[i]`, else 0 */
    uint32_t count;               /* arguments of range */
    bool step_known;              /* it is a positive literal */
    str span;
};

static void describe(const struct rewriting *rw, const struct finding *f, struct fill *fill)
{
    const struct py_tree *t = rw->tree;
    *fill = (struct fill){ .loop = f->node, .list = f->anchors[0], .value = f->anchors[1] };
    fill->target = py_child(t, f->node, PY_F_target);
    fill->iterable = py_child(t, f->node, PY_F_iter);
    fill->count = py_count_in(t, fill->iterable, PY_F_args);
    if (t->nodes[fill->value].kind == PY_Subscript)
        fill->source = py_child(t, fill->value, PY_F_value);
    uint32_t step = 0;
    for (uint32_t a = py_child(t, fill->iterable, PY_F_args); a;
         a = py_next_in(t, fill->iterable, a))
        step = a;
    fill->step_known = t->nodes[step].kind == PY_Constant;
    fill->span = fresh_local(rw, py_function_of(t, f->node), S("span"));
}

static bool is_other_name(const struct rewriting *rw, const struct fill *fill, uint32_t node)
{
    return rw->tree->nodes[node].kind == PY_Name &&
           rw->tree->nodes[node].name != rw->tree->nodes[fill->target].name;
}

static bool legal(struct rewriting *rw, const struct finding *f, str *ret_why)
{
    static const char *const builtins[] = { "range", "type", "list", "len", "min", NULL };
    struct fill fill;
    describe(rw, f, &fill);
    if (shadows_builtin(rw, f->node, builtins))
        return refuse(ret_why, "the module rebinds a builtin that the rewrite needs");
    if (!starts_line(rw, fill.loop) || !on_one_line(rw, fill.iterable) ||
        !on_one_line(rw, fill.value))
        return refuse(ret_why, "there is no room for a statement in front of the loop");
    bool bound =
        surely_bound(rw, fill.list, fill.loop) &&
        (!is_other_name(rw, &fill, fill.value) || surely_bound(rw, fill.value, fill.loop)) &&
        (!fill.source || surely_bound(rw, fill.source, fill.loop));
    return bound ||
           refuse(ret_why, "a name in the loop may have no value yet when the loop starts");
}

/* ---- text ---------------------------------------------------------------------------- */

/* "type(xs) is list and ", "" for what is known to be a list. */
static str type_test(const struct rewriting *rw, const struct fill *fill)
{
    bool list = py_type_within(py_type_of(rw->facts, fill->list), PY_T_LIST);
    bool source =
        !fill->source || py_type_within(py_type_of(rw->facts, fill->source), PY_T_LIST);
    str a = text_of(rw, fill->list), b = fill->source ? text_of(rw, fill->source) : S("");
    if (!list && !source)
        return arena_printf(rw->arena, "type(%.*s) is type(%.*s) is list and ", STR_ARG(a),
                            STR_ARG(b));
    str unsure = list ? b : a;
    return list && source ? S("")
                          : arena_printf(rw->arena, "type(%.*s) is list and ", STR_ARG(unsure));
}

static str range_test(const struct rewriting *rw, const struct fill *fill)
{
    str list = text_of(rw, fill->list), span = fill->span;
    str length = arena_printf(rw->arena, "len(%.*s)", STR_ARG(list));
    if (fill->source)
        length = arena_printf(rw->arena, "min(len(%.*s), len(%.*s))", STR_ARG(list),
                              STR_ARG(text_of(rw, fill->source)));
    if (fill->count == 1)
        return arena_printf(rw->arena, "0 <= %.*s.stop <= %.*s", STR_ARG(span),
                            STR_ARG(length));
    str test = arena_printf(rw->arena, "0 <= %.*s.start <= %.*s.stop <= %.*s", STR_ARG(span),
                            STR_ARG(span), STR_ARG(length));
    if (fill->count == 2 || fill->step_known)
        return test;
    return arena_printf(rw->arena, "%.*s and %.*s.step > 0", STR_ARG(test), STR_ARG(span));
}

/* "[span.start:span.stop]" */
static str slice_text(const struct rewriting *rw, const struct fill *fill)
{
    str s = fill->span;
    switch (fill->count) {
    case 1:
        return arena_printf(rw->arena, "[:%.*s.stop]", STR_ARG(s));
    case 2:
        return arena_printf(rw->arena, "[%.*s.start:%.*s.stop]", STR_ARG(s), STR_ARG(s));
    default:
        return arena_printf(rw->arena, "[%.*s.start:%.*s.stop:%.*s.step]", STR_ARG(s),
                            STR_ARG(s), STR_ARG(s));
    }
}

static str values_text(const struct rewriting *rw, const struct fill *fill, str slice)
{
    if (fill->source)
        return arena_printf(rw->arena, "%.*s%.*s", STR_ARG(text_of(rw, fill->source)),
                            STR_ARG(slice));
    if (is_name(rw, fill->value, rw->tree->nodes[fill->target].name))
        return fill->span;
    return arena_printf(rw->arena, "[%.*s] * len(%.*s)", STR_ARG(text_of(rw, fill->value)),
                        STR_ARG(fill->span));
}

static void rewrite(struct rewriting *rw, const struct finding *f, struct candidate *c)
{
    struct fill fill;
    describe(rw, f, &fill);
    str slice = slice_text(rw, &fill), values = values_text(rw, &fill, slice);
    insert_before(rw, c, fill.loop,
                  arena_printf(rw->arena,
                               "%.*s = %.*s\n"
                               "if %.*s%.*s:\n"
                               "    %.*s%.*s = %.*s\n"
                               "else:\n",
                               STR_ARG(fill.span), STR_ARG(text_of(rw, fill.iterable)),
                               STR_ARG(type_test(rw, &fill)), STR_ARG(range_test(rw, &fill)),
                               STR_ARG(text_of(rw, fill.list)), STR_ARG(slice),
                               STR_ARG(values)));
    indent_lines(rw, c, fill.loop);
    add_edit(rw, c, rw->tree->nodes[fill.iterable].start, rw->tree->nodes[fill.iterable].end,
             fill.span);
    add_condition(rw, c, "list_exact", type_test(rw, &fill).len == 0, CERTAINTY_NEEDS_GUARD,
                  f->line, "only an exact list takes the slice assignment");
    add_condition(rw, c, "range_inside", false, CERTAINTY_NEEDS_GUARD, f->line,
                  "the range is compared with the length of the list");
}

const struct transform transform_slice = {
    .summary = "stores a whole range of elements with one slice assignment",
    .legal = legal,
    .rewrite = rewrite,
};

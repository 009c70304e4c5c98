/*
 * divisor.c — trial division ends at the square root.
 *
 *     for d in range(2, n):          →      for d in range(2, isqrt(n) + 1 if type(n) is int and n > 8 else n):
 *
 * Why it is the same: if d divides n, 1 < d < n, so does n // d, and one of both is at most √n. The loop does the same at
 * whichever divisor it meets first, and meets none only if there is none. From 9 on √n is below all the stops that are
 * accepted (n, n - 1, n // 2, n // 2 + 1), so no number is tried that was not tried before.
 *
 * What is needed here: the number has a value, which range(2, n) has asked for anyway.
 */
#include "transform_internal.h"

static bool legal(struct rewriting *rw, const struct finding *f, str *ret_why)
{
    static const char *const builtins[] = { "type", "int", NULL };
    if (shadows_builtin(rw, f->anchors[0], builtins))
        return refuse(ret_why, "the module rebinds a builtin that the rewrite needs");
    return can_import(rw, f->node, S("math"), S("isqrt")) ||
           refuse(ret_why, "a name that has to be imported means something else here");
}

static void rewrite(struct rewriting *rw, const struct finding *f, struct candidate *c)
{
    const struct py_node *stop = &rw->tree->nodes[f->anchors[1]];
    str number = text_of(rw, f->anchors[0]), old = text_of(rw, f->anchors[1]);
    bool proved = py_type_within(py_type_of(rw->facts, f->anchors[0]), PY_T_INT);
    str test = proved ? S("") : arena_printf(rw->arena, "type(%.*s) is int and ", STR_ARG(number));
    use_import(rw, c, S("math"), S("isqrt"));
    add_edit(rw, c, stop->start, stop->end,
             arena_printf(rw->arena, "isqrt(%.*s) + 1 if %.*s%.*s > 8 else %.*s", STR_ARG(number), STR_ARG(test),
                          STR_ARG(number), STR_ARG(old)));
    if (!proved)
        add_condition(rw, c, "number_is_int", false, CERTAINTY_NEEDS_GUARD, f->line, "its exact type is tested");
}

const struct transform transform_divisor = {
    .summary = "looks for divisors up to the square root only",
    .legal = legal,
    .rewrite = rewrite,
};

/*
 * solve.c — a loop over a range tries only the number that can solve its equation.
 *
 *     for c in range(n):                   for c in filter(range(n).__contains__, [total - 5 * a - 2 * b]):
 *         if 5 * a + 2 * b + c == total:       if 5 * a + 2 * b + c == total:
 *             …                                    …
 *
 * The test stays, so a number too many does no harm: a division may leave a rest, a root may be rounded down. No number
 * but this one can pass the test: a range holds exact ints, and so do all names of the equation, proved or tested. A
 * range that begins below 0 could hold the other root as well and is not taken (solve.c of core/idiom).
 *
 * What is needed here: the names have values when the loop starts, and `filter`, `isqrt` mean what they should.
 */
#include "hasten/solve.h"
#include "transform_internal.h"

static bool names_bound(const struct rewriting *rw, const struct solved *s)
{
    const struct py_tree *t = rw->tree;
    uint32_t statement = py_statement_of(t, s->clause);
    for (uint32_t n = s->compare; n < t->nodes[s->compare].extent; n++) {
        if (t->nodes[n].kind != PY_Name || t->nodes[n].name == t->nodes[s->target].name)
            continue;
        uint32_t symbol = py_binding(rw->module, n);
        bool clause = symbol != UINT32_MAX &&
                      rw->scopes->scopes[rw->scopes->symbols[symbol].scope].kind == PY_SCOPE_COMPREHENSION;
        if (!clause && !surely_bound(rw, n, statement))
            return false;
    }
    return true;
}

static bool legal(struct rewriting *rw, const struct finding *f, str *ret_why)
{
    static const char *const builtins[] = { "filter", "type", "int", "max", NULL };
    struct solved s;
    if (!solve_at(rw->facts, f->anchors[0], rw->arena, &s))
        return refuse(ret_why, "internal: the equation is not there");
    if (shadows_builtin(rw, s.clause, builtins))
        return refuse(ret_why, "the module rebinds a builtin that the rewrite needs");
    if (!on_one_line(rw, s.compare) || !on_one_line(rw, s.range))
        return refuse(ret_why, "the equation or the range is written over several lines");
    if (!names_bound(rw, &s))
        return refuse(ret_why, "a name of the equation may have no value yet when the loop starts");
    return !s.square || can_import(rw, f->node, S("math"), S("isqrt")) ||
           refuse(ret_why, "a name that has to be imported means something else here");
}

static str solution(const struct rewriting *rw, const struct solved *s)
{
    if (s->square)
        return arena_printf(rw->arena, "isqrt(max(%.*s, 0))", STR_ARG(s->value));
    if (s->factor == 1)
        return s->value;
    return arena_printf(rw->arena, "(%.*s) // %lld", STR_ARG(s->value), (long long) s->factor);
}

static void rewrite(struct rewriting *rw, const struct finding *f, struct candidate *c)
{
    struct solved s;
    if (!solve_at(rw->facts, f->anchors[0], rw->arena, &s))
        return;
    str range = text_of(rw, s.range), number = solution(rw, &s);
    str only = arena_printf(rw->arena, "filter(%.*s.__contains__, [%.*s])", STR_ARG(range), STR_ARG(number));
    bool nested = s.loop != s.clause;
    if (s.tests.len) {
        only = arena_printf(rw->arena, nested ? "(%.*s if %.*s else %.*s)" : "%.*s if %.*s else %.*s", STR_ARG(only),
                            STR_ARG(s.tests), STR_ARG(range));
        add_condition(rw, c, "operands_are_int", false, CERTAINTY_NEEDS_GUARD, f->line, "their exact types are tested");
    }
    if (s.square)
        use_import(rw, c, S("math"), S("isqrt"));
    add_edit(rw, c, rw->tree->nodes[s.range].start, rw->tree->nodes[s.range].end, only);
}

const struct transform transform_solve = {
    .summary = "computes the only number of the range that can pass the test",
    .legal = legal,
    .rewrite = rewrite,
};

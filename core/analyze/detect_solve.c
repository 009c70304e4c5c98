/*
 * detect_solve.c — a loop that tries every number of a range for one that can be computed.
 *
 * node = the For or the comprehension; anchors[0] = the clause (solve.h).
 *
 * Conditions and why each is needed:
 *  - number_unused_after: the loop leaves its last number in its variable.
 *  - equation_fixed: the other names of the equation do not change while the loop runs.
 *  - operands_are_int: only exact ints can be moved from one side to the other without loss.
 */
#include "analyze_internal.h"
#include "hasten/solve.h"

static bool equation_fixed(struct job *job, const struct solved *s, const struct py_loop *l)
{
    const struct py_tree *t = py_tree(job->module);

    for (uint32_t n = s->compare; s->loop == s->clause && n < t->nodes[s->compare].extent; n++)
        if (t->nodes[n].kind == PY_Name && t->nodes[n].name != t->nodes[s->target].name &&
            py_name_in(&l->written, t->nodes[n].name))
            return false;
    return !(l->effects.kinds & (1u << PY_EFFECT_REBINDS_GLOBAL | 1u << PY_EFFECT_REBINDS_NONLOCAL));
}

static void consider(struct job *job, uint32_t clause)
{
    const struct py_tree *t = py_tree(job->module);
    struct solved s;
    const struct py_loop *l;
    struct finding *f;

    if (!solve_at(job->facts, clause, job->arena, &s))
        return;
    l = py_loop_at(job->facts, s.loop);
    if (!l || !equation_fixed(job, &s, l) ||
        (s.loop == s.clause && py_name_in(&l->live_out, t->nodes[s.target].name)))
        return;
    f = finding_begin(job, PATTERN_solved_range, s.loop);
    f->anchors[0] = clause;
    f->line = py_line(t, s.target);
    finding_proved(job, f, S("number_unused_after"), f->line, S("the number is not read after the loop"));
    finding_proved(job, f, S("equation_fixed"), f->line, S("nothing in the loop changes the equation"));
    if (!s.tests.len)
        finding_proved(job, f, S("operands_are_int"), f->line, S("inferred types"));
    else
        finding_needs(job, f, S("operands_are_int"), CERTAINTY_NEEDS_GUARD, f->line,
                      S("the exact types are tested before"));
    f->benefit = (struct benefit){ .work = py_work(job->facts, s.loop), .trip_count = l->trips, .speedup = 80,
                                   .model = S("O(n) → O(1)") };
    finding_end(f);
}

static void detect(struct job *job)
{
    const struct py_tree *t = py_tree(job->module);

    for (uint32_t n = 1; n < t->count; n++)
        if (t->nodes[n].kind == PY_For || t->nodes[n].kind == PY_comprehension)
            consider(job, n);
}

const struct detector detect_solve = { .pattern = PATTERN_solved_range, .detect = detect };

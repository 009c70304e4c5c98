/*
 * detect_threads.c — io_bound_threads: a loop whose calls wait, one after the other.
 *
 * node = the For, comprehension or generator; anchors[0] = the call that is made exactly once,
 * unconditionally, per iteration (that passes the conditions of a comprehension).
 *
 * Conditions and why each is needed:
 *  - only_waits: the callee waits and computes, no more (waiting.c): several run at the same
 * time, and after a failure some have run that would not have.
 *  - no_carried_dependence: the callee reads nothing that the loop changes.
 *  - arguments_available: arguments depend on loop variables and invariants only, and
 * evaluating them has no effect.
 *  - callee_top_level: the same function for every iteration.
 *  - no_early_exit: no call runs that would not have run.
 * A sleep that stands in the loop itself is left alone: whoever writes that wants the pace.
 */
#include "analyze_internal.h"

static void push(struct job *job, const struct py_loop *l, uint32_t call, uint32_t def,
                 const struct py_outcome *o)
{
    const struct py_tree *t = py_tree(job->module);
    struct finding *f = finding_begin(job, PATTERN_io_bound_threads, l->node);
    uint32_t line = py_line(t, call), def_line = py_line(t, def);

    f->anchors[0] = call;
    claim_only_waits(job, f, o, def_line);
    finding_proved(job, f, S("no_carried_dependence"), line,
                   S("the call reads nothing that the loop changes"));
    finding_proved(job, f, S("arguments_available"), line,
                   S("arguments depend on loop variables and invariants only"));
    finding_proved(job, f, S("callee_top_level"), def_line,
                   S("defined at module level, bound once"));
    finding_proved(job, f, S("no_early_exit"), f->line, S("every iteration runs"));
    f->benefit = (struct benefit){ .work = py_work(job->facts, call),
                                   .trip_count = l->trips,
                                   .speedup = 10,
                                   .model = S("n waits → n/threads waits") };
    finding_end(f);
}

static bool consider_calls(struct job *job, const struct py_loop *l, const py_call_vec *calls)
{
    for (uint32_t i = 0; i < calls->count; i++) {
        uint32_t call = calls->items[i].call, def = calls->items[i].callee;
        const struct py_outcome *o = outcome_of_call(job, call, def);

        if (!is_top_level(job, def) || !waits(o) || more_than_waiting(job, o, false) != NULL ||
            sees_the_loop(job, l, o, 0) || !arguments_available(job, l, call))
            continue;
        push(job, l, call, def, o);
        return true;
    }
    return false;
}

static void consider(struct job *job, const struct py_loop *l)
{
    if (l->kind != PY_LOOP_WHILE && !l->exits_early && targets_stay(job, l) &&
        !consider_calls(job, l, &l->once))
        consider_calls(job, l, &l->passed);
}

static void detect(struct job *job)
{
    for (uint32_t i = 0; i < py_loop_count(job->facts); i++)
        consider(job, py_loop(job->facts, i));
}

const struct detector detect_threads = { .pattern = PATTERN_io_bound_threads,
                                         .detect = detect };

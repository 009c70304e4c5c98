/*
 * calibrate.c — where does a pool begin to pay on this machine?
 *
 * Emitted code for processes has a guard: under a threshold of calls the original loop runs. The
 * threshold is measured, not guessed:
 *
 *     c  time of one call, from a run in which the helper is replaced by a meter
 *     P  what starting, feeding and ending the workers costs: a pooled run of few calls minus the
 *        sequential run of the same input
 *     k  how much faster the calls run side by side, from the largest input
 *
 * A pool wins when n c > P + n c / k, that is n > P / (c (1 - 1/k)); twice that is written into the
 * edit, so that just above the guard the win is already clear.
 */
#include "verify_internal.h"

#include <math.h>

enum { RUNS = 3, CALL_MS = 20000, THRESHOLD_MAX = 100000000, DIGITS = 12 };

static const uint64_t TARGET_NS = 400000000;
static const double SAFETY = 2, LEAST_GAIN = 1.15;

struct pool_rung { /* one input of the ladder */
    const struct input *input;
    double calls, each_ns;
    double original_ns, pooled_ns; /* medians; 0: not measured */
};

/* The candidate's text with another threshold in its guard. */
static str text_with_threshold(struct verification *v, struct candidate *candidate,
                               uint64_t threshold)
{
    struct guard *guard = &candidate->guard;
    struct edit *edit = &candidate->edits.items[guard->edit];
    str digits = arena_printf(v->job->arena, "%llu", (unsigned long long) threshold);
    edit->text = arena_printf(v->job->arena, "%.*s%.*s%.*s",
                              STR_ARG(str_slice(edit->text, 0, guard->offset)), STR_ARG(digits),
                              STR_ARG(str_slice(edit->text, guard->offset + guard->length,
                                                edit->text.len)));
    guard->length = (uint32_t) digits.len;
    guard->threshold = threshold;
    return candidate_text(v, candidate);
}

static uint64_t read_number(str digits)
{
    uint64_t value = 0;
    for (size_t i = 0; i < digits.len && i < DIGITS + 3; i++)
        if (digits.ptr[i] >= '0' && digits.ptr[i] <= '9')
            value = value * 10 + (uint64_t) (digits.ptr[i] - '0');
    return value;
}

/* Counts and times the calls that the helper is offered, for every rung. */
static bool meter(struct verification *v, struct candidate *candidate,
                  const struct baseline *base, struct pool_rung *rungs, uint32_t count)
{
    struct session_spec spec = { .source = candidate_text(v, candidate), .names = base->names,
                                 .timing = true };
    struct session session;
    struct sandbox_reply reply;
    struct observed ignored;
    struct error err = { 0 };
    enum status status = session_open(v, &spec, &session, &err);
    if (!status)
        status = session_ask(&session, S("meter"), &candidate->guard.helper, 1, CALL_MS, &reply,
                             &err);
    for (uint32_t i = 0; !status && i < count; i++) {
        status = session_call(&session, base->entry, rungs[i].input,
                              verification_left_ms(v, CALL_MS), &ignored, &err);
        if (!status)
            status = session_ask(&session, S("metered"), NULL, 0, CALL_MS, &reply, &err);
        str rest = reply.payload, calls = { 0 }, each = { 0 };
        if (!status && field_next(&rest, &calls) && field_next(&rest, &each)) {
            rungs[i].calls = (double) read_number(calls);
            rungs[i].each_ns = (double) read_number(each);
        }
    }
    session_close(&session, NULL);
    return !status;
}

/* Median time of one call in fresh processes; 0 when it fails. */
static double time_call(struct verification *v, const struct session_spec *spec, str entry,
                        const struct input *input, uint32_t runs)
{
    double times[RUNS];
    for (uint32_t i = 0; i < runs; i++) {
        struct session session;
        struct sandbox_reply reply = { 0 };
        struct error err = { 0 };
        str fields[] = { entry, input->pickle };
        enum status status = session_open(v, spec, &session, &err);
        if (!status)
            status = session_ask(&session, S("prepare"), fields, ARRAY_LEN(fields), CALL_MS, &reply,
                                 &err);
        if (!status)
            status = session_ask(&session, S("run"), NULL, 0, verification_left_ms(v, CALL_MS),
                                 &reply, &err);
        times[i] = (double) reply.elapsed_ns;
        session_close(&session, NULL);
        if (status)
            return 0;
    }
    return stats_median(times, runs);
}

static bool time_both(struct verification *v, str pooled_text, const struct baseline *base,
                      struct pool_rung *rung, uint32_t runs)
{
    struct session_spec original = { .source = v->original, .profile = SANDBOX_PARALLEL, .timing = true };
    struct session_spec pooled = { .source = pooled_text, .names = base->names,
                                   .profile = SANDBOX_PARALLEL, .timing = true };
    rung->original_ns = time_call(v, &original, base->entry, rung->input, runs);
    rung->pooled_ns = time_call(v, &pooled, base->entry, rung->input, runs);
    return rung->original_ns > 0 && rung->pooled_ns > 0;
}

/* The threshold out of a small and the largest rung; 0 when a pool never pays here. */
static uint64_t break_even(const struct pool_rung *small, const struct pool_rung *large, double *ret_cost)
{
    double side_by_side = 2; /* first guess of k, for the small rung only */
    double small_work = small->calls * small->each_ns;
    double cost = small->pooled_ns - small->original_ns + small_work * (1 - 1 / side_by_side);
    double large_work = large->calls * large->each_ns;
    cost = cost > 1e6 ? cost : 1e6;
    double pooled_work = large->pooled_ns - (large->original_ns - large_work) - cost;
    double gain = pooled_work > 0 ? large_work / pooled_work : 1;
    *ret_cost = cost;
    if (gain < LEAST_GAIN || large->each_ns <= 0)
        return 0;
    return (uint64_t) ceil(SAFETY * cost / (large->each_ns * (1 - 1 / gain)));
}

static bool pool_never_pays(struct verification *v, struct verdict *verdict,
                            const struct pool_rung *large, double cost_ns)
{
    if (verification_over(v))
        return verdict_fail(verdict, GATE_BUDGET, S("time ran out while the pool was measured"));
    if (large->pooled_ns <= 0)
        return verdict_fail(verdict, GATE_SPEED,
                            S("the loop could not be measured with worker processes"));
    return verdict_fail(
        verdict, GATE_SPEED,
        arena_printf(v->job->arena,
                     "worker processes do not pay here: %.0f calls of %.3f ms take %.1f ms in "
                     "place and %.1f ms in a pool%s",
                     large->calls, large->each_ns / 1e6, large->original_ns / 1e6,
                     large->pooled_ns / 1e6,
                     cost_ns > 0 ? arena_printf(v->job->arena, " that costs %.1f ms to start",
                                                cost_ns / 1e6).ptr
                                 : ""));
}

/* What the guard leaves to the loop as it was. */
static const struct input *largest_below(const struct pool_rung *rungs, uint32_t count,
                                         uint64_t threshold)
{
    const struct input *largest = NULL;
    for (uint32_t i = 0; i < count; i++)
        if (rungs[i].calls < (double) threshold && (!largest || rungs[i].input->weight > largest->weight))
            largest = rungs[i].input;
    return largest;
}

static bool find_break_even(struct verification *v, struct candidate *candidate,
                            struct verdict *verdict, const struct input **ret_fallback)
{
    if (candidate->entry_points.count == 0)
        return verdict_fail(verdict, GATE_EVIDENCE,
                            S("from where on the pool pays is measured on calls of a function: put the loop into one"));
    struct baseline *base = baseline_get(v, candidate->entry_points.items[0]);
    const input_vec *ladder = baseline_ladder(v, base, TARGET_NS);
    if (base->problem.len || ladder->count == 0)
        return verdict_fail(verdict, GATE_EVIDENCE,
                            base->problem.len ? arena_str(v->job->arena, base->problem)
                                              : S("no input was found to measure the pool with"));
    struct pool_rung *rungs = ARENA_ARRAY(v->scratch, struct pool_rung, ladder->count);
    for (uint32_t i = 0; i < ladder->count; i++)
        rungs[i].input = &ladder->items[i];
    if (!meter(v, candidate, base, rungs, ladder->count))
        return pool_never_pays(v, verdict, &rungs[ladder->count - 1], 0);

    uint32_t large = ladder->count - 1, small = 0;
    while (small < large && rungs[small].calls < 2)
        small++;
    uint64_t before = candidate->guard.threshold;
    str pooled = text_with_threshold(v, candidate, 1);
    slot_enter_alone();
    bool timed = time_both(v, pooled, base, &rungs[large], 1);
    bool promises = timed && rungs[large].pooled_ns < rungs[large].original_ns;
    if (promises) /* a pool that loses at the largest size is not worth more samples */
        timed = time_both(v, pooled, base, &rungs[small], RUNS) &&
                time_both(v, pooled, base, &rungs[large], RUNS);
    slot_leave_alone();
    double cost = 0;
    uint64_t threshold = timed && promises ? break_even(&rungs[small], &rungs[large], &cost) : 0;
    text_with_threshold(v, candidate, threshold ? threshold : before);
    if (threshold == 0 || threshold > THRESHOLD_MAX)
        return pool_never_pays(v, verdict, &rungs[large], cost);
    *ret_fallback = largest_below(rungs, ladder->count, threshold);
    verdict_note(v, verdict,
                 arena_printf(v->job->arena,
                              "the pool costs %.1f ms here and one call %.3f ms: used from %llu calls",
                              cost / 1e6, rungs[large].each_ns / 1e6,
                              (unsigned long long) threshold));
    return true;
}

bool calibrate_guard(struct verification *v, struct candidate *candidate, struct verdict *verdict,
                     const struct input **ret_fallback)
{
    enum expense before = spend_on(v, EXPENSE_calibrating);
    *ret_fallback = NULL;
    bool pays = find_break_even(v, candidate, verdict, ret_fallback);
    spend_on(v, before);
    return pays;
}

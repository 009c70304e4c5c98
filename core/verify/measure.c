/*
 * measure.c — pairs of timed samples of one workload.
 *
 * A sample is one fresh process, forked from a zygote that both programs share. Of calls: load,
 * unpickle the arguments, then the timed request "run", measured by our clock from the request
 * to the last byte of the answer; the results are fetched afterwards and must be the same, and
 * time a candidate needs for handing them out beyond what the original needs is added to its
 * time, so that putting work off gains nothing. Of a script: from its first statement to its
 * end.
 *
 * Samples come in blocks original, candidate, candidate, original, every other block the other
 * way round, so that no place in it favours either (on a busy machine the inner two were
 * faster). That makes two pairs, and the two originals are the A/A control that says how noisy
 * the machine is: what is asked for grows with the noise. Each block forks from another of
 * three zygotes, because layout and hash seed shift times by more than many rewrites gain.
 * Where one sample takes seconds a block is candidate, original, candidate.
 *
 * Measuring stops as soon as the answer is plain. The test is sequential, so each look at the data
 * is another chance to accept by luck: the fewer blocks there are, the further beyond what is asked
 * for the interval has to lie (margin()), and two blocks instead of three, one for each zygote, do
 * only for long samples. tests/unit/verify/test_timing.c tries the rule on made-up machines. To give a
 * candidate up early risks nothing but its gain. On a busy machine that is seen in processor time, which varies
 * ten times less than the clock: who has to save some and does not will not pass, however long one looks.
 *
 * Processor time is what the kernel counted for the whole process. What the original's process
 * burns outside the timed window (start, loading, encoding) is taken off both, so that work
 * which a candidate moves there, to threads or to its import, counts against it.
 */
#include "verify_internal.h"

#include <math.h>

enum { ZYGOTES = 3, SAMPLE_MS = 20000, SLACK_MS = 1000 };

static const uint64_t LONG_NS = 3000000000, MEDIUM_NS = 100000000;
static const double BUSY = 0.7; /* of the wall time: less processor time means that it waits */

/* ---- one sample -----------------------------------------------------------------------------
 */

/* A candidate that takes three times as long as the original has been seen enough of. */
static uint32_t sample_limit_ms(const struct verification *v, const struct workload *work)
{
    uint64_t expected_ms = work->each_ns * (work->count ? work->count : 1) / 1000000;
    return verification_left_ms(v, (uint32_t) expected_ms * 3 + SAMPLE_MS);
}

static enum status sample_calls(struct verification *v, const struct session_spec *spec,
                                str entry, const struct workload *work, struct sample *ret,
                                struct sandbox_outcome *outcome)
{
    struct session session;
    struct sandbox_reply reply;
    struct error err = { 0 };
    str *fields = ARENA_ARRAY(v->scratch, str, work->count + 1);
    fields[0] = entry;
    for (uint32_t i = 0; i < work->count; i++)
        fields[i + 1] = work->inputs[i]->pickle;

    enum status status = session_open(v, spec, &session, &err);
    if (!status)
        status = session_ask(&session, S("prepare"), fields, work->count + 1, SAMPLE_MS, &reply,
                             &err);
    if (!status)
        status =
            session_ask(&session, S("run"), NULL, 0, sample_limit_ms(v, work), &reply, &err);
    if (!status) {
        ret->run_ns = reply.elapsed_ns;
        status = session_ask(&session, S("results"), NULL, 0, SAMPLE_MS, &reply, &err);
    }
    if (!status) {
        ret->results_ns = reply.elapsed_ns;
        sha256_hex(reply.payload, ret->results);
        if (v->relaxed)
            ret->observed = arena_str(v->scratch, reply.payload);
    }
    session_close(&session, outcome);
    return status;
}

static enum status take_sample(struct verification *v, struct trial *trial,
                               struct baseline *base, const struct workload *work,
                               uint32_t seed, bool candidate, struct sample *ret,
                               struct sandbox_outcome *outcome)
{
    struct session_spec spec = {
        .source = candidate ? trial->text : v->original,
        .names = candidate && base ? base->names : (str){ 0 },
        .hash_seed = seed,
        .profile = trial->profile,
        .timing = true,
    };
    enum status status = base ? sample_calls(v, &spec, base->entry, work, ret, outcome)
                              : script_sample(v, &spec, sample_limit_ms(v, work), ret, outcome);
    ret->cpu_us = outcome->user_us + outcome->system_us;
    ret->rss = outcome->max_rss_bytes;
    return status;
}

/* ---- a block of samples
 * ----------------------------------------------------------------------- */

/* Time that handing out the results takes the candidate longer, in all samples of a block. */
static uint64_t deferred_ns(const struct block *block)
{
    uint64_t most = 0, least = UINT64_MAX;
    for (uint32_t i = 0; i < block->taken[0]; i++)
        most = block->samples[0][i].results_ns > most ? block->samples[0][i].results_ns : most;
    for (uint32_t i = 0; i < block->taken[1]; i++)
        least =
            block->samples[1][i].results_ns < least ? block->samples[1][i].results_ns : least;
    return least > most ? least - most : 0;
}

static void add_pair(struct measured *m, const struct sample *a, const struct sample *b,
                     uint64_t deferred)
{
    if (m->pairs == ARRAY_LEN(m->original_ns))
        return;
    m->original_ns[m->pairs] = (double) a->run_ns;
    m->candidate_ns[m->pairs] = (double) (b->run_ns + deferred);
    m->original_cpu_ns[m->pairs] = (double) a->cpu_us * 1e3;
    m->candidate_cpu_ns[m->pairs] = (double) b->cpu_us * 1e3;
    m->pairs++;
    m->original_rss = a->rss > m->original_rss ? a->rss : m->original_rss;
    m->candidate_rss = b->rss > m->candidate_rss ? b->rss : m->candidate_rss;
}

void measured_add(struct measured *m, const struct block *block)
{
    uint64_t deferred = deferred_ns(block);
    add_pair(m, &block->samples[0][0], &block->samples[1][0], deferred);
    add_pair(m, &block->samples[0][block->taken[0] - 1], &block->samples[1][1], deferred);
    if (block->taken[0] > 1)
        m->noise_logs[m->controls++] =
            log((double) block->samples[0][0].run_ns / (double) block->samples[0][1].run_ns);
    m->blocks++;
}

static bool fail_sample(struct verification *v, struct trial *trial, enum status status,
                        const struct sandbox_outcome *outcome, bool candidate)
{
    if (verification_over(v))
        return verdict_fail(trial->verdict, GATE_BUDGET,
                            S("time ran out during the measurement"));
    if (!candidate)
        return verdict_fail(trial->verdict, GATE_EVIDENCE,
                            S("the original could not be timed on its own inputs"));
    return verdict_fail(trial->verdict, GATE_LIMIT,
                        arena_printf(v->job->arena, "while it was timed the candidate %.*s",
                                     STR_ARG(end_in_words(v->scratch, status, outcome))));
}

static bool add_sample(struct verification *v, struct trial *trial, struct baseline *base,
                       const struct workload *work, uint32_t seed, bool candidate,
                       struct block *block)
{
    struct sandbox_outcome outcome = { 0 };
    struct sample *sample = &block->samples[candidate][block->taken[candidate]++];
    enum status status = take_sample(v, trial, base, work, seed, candidate, sample, &outcome);
    bool ok = !status || fail_sample(v, trial, status, &outcome, candidate);
    sandbox_outcome_release(&outcome);
    return ok;
}

static bool same_results(const struct verification *v, const struct sample *a,
                         const struct sample *b)
{
    if (!strcmp(a->results, b->results))
        return true;
    str left = a->observed, right = b->observed, x, y;
    while (v->relaxed && field_next(&left, &x)) {
        struct observed expected = { .bytes = x }, actual = { 0 };
        if (!field_next(&right, &y))
            return false;
        actual.bytes = y;
        if (!observed_equal(&expected, &actual, v->relaxed))
            return false;
    }
    return v->relaxed && left.len == 0 && right.len == 0;
}

/* Timed runs must do the same as well. Excused are a program whose output tells how long it
 * took, and a candidate of two originals that disagree. */
static bool results_agree(struct verification *v, struct trial *trial, struct baseline *base,
                          const struct workload *work, uint32_t seed, struct block *block)
{
    const struct sample *original = block->samples[0], *candidate = block->samples[1];
    if (same_results(v, &original[0], &candidate[0]) &&
        same_results(v, &original[0], &candidate[1]))
        return true;
    if (block->taken[0] < 2 && !add_sample(v, trial, base, work, seed, false, block))
        return false;
    if (!same_results(v, &original[0], &original[1]) ||
        (!base && !script_is_timeless(v, &original[0])))
        return true;
    if (base && work->count == 1)
        differential_explain(v, trial, base, work->inputs[0]);
    return verdict_fail(trial->verdict, GATE_EQUIVALENCE,
                        arena_printf(v->job->arena,
                                     "while it was timed it did something else: %.*s",
                                     STR_ARG(work->shown)));
}

static bool measure_block(struct verification *v, struct trial *trial, struct baseline *base,
                          const struct workload *work, struct measured *m)
{
    static const bool with_control[] = { false, true, true, false },
                      brief[] = { true, false, true };
    bool is_long = work->each_ns >= LONG_NS;
    const bool *order = is_long ? brief : with_control;
    size_t count = is_long ? ARRAY_LEN(brief) : ARRAY_LEN(with_control);
    uint32_t seed = m->blocks % ZYGOTES;
    struct block block = { 0 };
    bool reversed = !is_long && m->blocks % 2;
    for (size_t i = 0; i < count; i++)
        if (!add_sample(v, trial, base, work, seed, order[i] != reversed, &block))
            return false;
    measured_add(m, &block);
    return results_agree(v, trial, base, work, seed, &block);
}

/* ---- as many blocks as it takes
 * ------------------------------------------------------------------ */

struct interval measured_ratio(const struct measured *m)
{
    double logs[MEASURED_PAIRS];
    for (uint32_t i = 0; i < m->pairs; i++)
        logs[i] = log(m->original_ns[i] / m->candidate_ns[i]);
    return stats_ratio(logs, m->pairs);
}

struct interval measured_cpu_ratio(const struct measured *m, bool net)
{
    double outside = stats_median_of(m->original_cpu_ns, m->pairs) -
                     stats_median_of(m->original_ns, m->pairs);
    double logs[MEASURED_PAIRS];
    if (!net || outside < 0)
        outside = 0;
    for (uint32_t i = 0; i < m->pairs; i++) {
        double least =
            m->candidate_ns[i] / 4 + 1; /* of what is left when `outside` is too much */
        double a = m->original_cpu_ns[i] - outside, b = m->candidate_cpu_ns[i] - outside;
        logs[i] = log((a > least ? a : least) / (b > least ? b : least));
    }
    return stats_ratio(logs, m->pairs);
}

double measured_noise(const struct measured *m)
{
    struct interval same = stats_ratio(m->noise_logs, m->controls);
    return m->controls ? fmax(same.high - 1, 1 - same.low) : 0;
}

bool measured_saves(const struct measured *m, double needed)
{
    if (measured_waits(m))
        return measured_cpu_ratio(m, false).middle >= NO_WORSE;
    struct interval net = measured_cpu_ratio(m, true);
    return net.middle >= needed && net.low >= 1;
}

bool measured_waits(const struct measured *m)
{
    bool idle = stats_median_of(m->original_cpu_ns, m->pairs) <
                BUSY * stats_median_of(m->original_ns, m->pairs);
    return idle && measured_noise(m) <= NOISY; /* else it may be waiting for a processor */
}

/* How far beyond what is needed the interval must lie, after so many blocks. */
static double margin(uint32_t blocks)
{
    static const double margins[] = { 3, 3, 1.5, 1.1, 1.1 };
    return blocks < ARRAY_LEN(margins) ? margins[blocks] : 1;
}

bool measured_clears(const struct measured *m, double needed)
{
    return m->pairs && measured_ratio(m).low >=
                           needed * margin(m->blocks) * (1 + fmin(measured_noise(m), 1));
}

/* It has to save processor time, and every resampling says that it does not save enough. */
static bool is_hopeless(const struct measured *m, const struct pace *pace)
{
    return pace->saves && !measured_waits(m) && measured_cpu_ratio(m, true).high < pace->needed;
}

/* No slower, or clearly so; not slower as well when it takes less of a processor and does not wait. */
static bool is_no_slower(const struct measured *m, const struct pace *pace, struct interval ratio)
{
    bool cheaper = pace->saves && ratio.middle >= 1 && measured_cpu_ratio(m, false).low >= 1;
    return ratio.low >= pace->needed || ratio.high < pace->needed || cheaper;
}

bool measured_is_settled(const struct measured *m, const struct pace *pace)
{
    struct interval ratio = measured_ratio(m);
    if (pace->veto)
        return m->blocks >= pace->least ? is_no_slower(m, pace, ratio)
                                        : ratio.low >= pace->needed * margin(m->blocks);
    bool slower = ratio.high < pace->needed / margin(m->blocks);
    bool faster = measured_clears(m, pace->needed) && (!pace->saves || measured_saves(m, pace->needed));
    return (m->blocks >= pace->least && faster) || slower ||
           (m->blocks >= pace->early && is_hopeless(m, pace));
}

/* Whether there is time for another block, by what the last one took. */
static bool has_time(const struct verification *v, uint64_t block_ns)
{
    uint64_t now = clock_ns();
    return now < v->deadline_ns && v->deadline_ns - now >= block_ns;
}

bool measure(struct verification *v, struct trial *trial, struct baseline *base,
             const struct workload *work, const struct pace *pace, struct measured *m)
{
    uint64_t all_ns = work->each_ns * (work->count ? work->count : 1);
    uint64_t block_ns = all_ns >= LONG_NS ? all_ns + SLACK_MS * 1000000ull : all_ns * 2;
    struct pace own = *pace;
    if (all_ns >= MEDIUM_NS)
        own.least = 2, own.early = 1;
    *m = (struct measured){ 0 };
    do {
        uint64_t start = clock_ns();
        if (!has_time(v, block_ns))
            break;
        if (!measure_block(v, trial, base, work, m))
            return false;
        block_ns = clock_ns() - start;
    } while (m->blocks < own.most && !measured_is_settled(m, &own));
    return true;
}

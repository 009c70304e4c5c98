/*
 * benchmark.c — is it faster, and by how much?
 *
 * A sample is one fresh process, forked from a zygote that both programs share: load, unpickle the
 * arguments, then the timed request "run", measured by our clock from the request to the last byte of
 * the answer, with the real clocks in place and the processors to ourselves (slot.c). The results are
 * fetched afterwards and must be the same; time a candidate needs for handing out results beyond what
 * the original needs is added to its time, so that putting work off gains nothing.
 *
 * Samples come in blocks original, candidate, candidate, original: two pairs per block, and the two
 * originals are the A/A control that says how noisy the machine is. Each block forks from another of
 * three zygotes, because layout and hash seed shift times by more than many rewrites gain.
 *
 * Sizes come from the ladder: the largest, and those that take the original about 1/4 and 1/16 of its
 * time. At the largest one call is one sample, so nothing can be kept warm; at the smaller ones a batch
 * of calls makes the sample long enough to measure. Accepted: the lower bound at the largest size
 * clears the asked speed-up and no smaller size loses more than 5 %. Inputs that the program itself
 * was seen to use are one more size.
 */
#include "verify_internal.h"

#include <math.h>

enum {
    ZYGOTES = 3,
    MAX_BLOCKS = 13,
    MIN_BLOCKS = 3,
    POOL_BLOCKS = 5,
    SMALL_BLOCKS = 6,
    BATCH_MAX = 200,
    SAMPLE_MS = 20000,
};

static const uint64_t SEQUENTIAL_TARGET = 20000000, POOL_TARGET = 400000000;
static const uint64_t BATCH_NS = 4000000; /* a sample at the smaller sizes is about this long */
static const uint64_t NEGLIGIBLE_NS = 200000; /* per call; such a size is nobody's workload */
static const double MIN_SPEEDUP = 1.05, REGRESSION = 0.95, NOISY = 0.03;

struct size { /* what one sample calls */
    const struct input **inputs;
    uint32_t count;
    uint64_t each_ns; /* what the original takes per call, roughly */
    const struct input *shown;
};

struct sample {
    uint64_t run_ns, results_ns, cpu_us, rss;
    char results[65]; /* SHA-256 of what the calls did */
    str observed;     /* what they did, kept only where the caller relaxed the comparison */
};

struct measured {
    double logs[2 * MAX_BLOCKS], cpu_logs[2 * MAX_BLOCKS], noise_logs[MAX_BLOCKS];
    double original_ns[2 * MAX_BLOCKS], candidate_ns[2 * MAX_BLOCKS];
    uint32_t pairs, blocks;
    uint64_t original_rss, candidate_rss;
};

static enum status take_sample(struct verification *v, const struct session_spec *spec, str entry,
                               const struct size *size, struct sample *ret,
                               struct sandbox_outcome *outcome)
{
    struct session session;
    struct sandbox_reply reply;
    struct error err = { 0 };
    str *fields = ARENA_ARRAY(v->scratch, str, size->count + 1);
    fields[0] = entry;
    for (uint32_t i = 0; i < size->count; i++)
        fields[i + 1] = size->inputs[i]->pickle;

    enum status status = session_open(v, spec, &session, &err);
    if (!status)
        status = session_ask(&session, S("prepare"), fields, size->count + 1, SAMPLE_MS, &reply,
                             &err);
    if (!status)
        status = session_ask(&session, S("run"), NULL, 0, verification_left_ms(v, SAMPLE_MS),
                             &reply, &err);
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
    ret->cpu_us = outcome->user_us + outcome->system_us;
    ret->rss = outcome->max_rss_bytes;
    return status;
}

/* Time that handing out the results takes the candidate longer, in both samples of a block. */
static uint64_t deferred_ns(const struct sample *a, const struct sample *b)
{
    uint64_t most = a[0].results_ns > a[1].results_ns ? a[0].results_ns : a[1].results_ns;
    uint64_t least = b[0].results_ns < b[1].results_ns ? b[0].results_ns : b[1].results_ns;
    return least > most ? least - most : 0;
}

static void add_pair(struct measured *m, const struct sample *a, const struct sample *b,
                     uint64_t deferred)
{
    double original = (double) a->run_ns, candidate = (double) (b->run_ns + deferred);
    m->logs[m->pairs] = log(original / candidate);
    m->cpu_logs[m->pairs] = log(((double) a->cpu_us + 1) / ((double) b->cpu_us + 1));
    m->original_ns[m->pairs] = original;
    m->candidate_ns[m->pairs] = candidate;
    m->pairs++;
    m->original_rss = a->rss > m->original_rss ? a->rss : m->original_rss;
    m->candidate_rss = b->rss > m->candidate_rss ? b->rss : m->candidate_rss;
}

static bool fail_sample(struct verification *v, struct trial *trial, enum status status,
                        const struct sandbox_outcome *outcome, bool candidate)
{
    if (verification_over(v))
        return verdict_fail(trial->verdict, GATE_BUDGET, S("time ran out during the measurement"));
    if (!candidate)
        return verdict_fail(trial->verdict, GATE_EVIDENCE,
                            S("the original could not be timed on its own inputs"));
    return verdict_fail(trial->verdict, GATE_LIMIT,
                        arena_printf(v->job->arena, "while it was timed the candidate %.*s",
                                     STR_ARG(end_in_words(v->scratch, status, outcome))));
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

/* Timed calls must do the same as well; two originals that disagree excuse the candidate. */
static bool results_agree(struct verification *v, struct trial *trial, struct baseline *base,
                          const struct size *size, const struct sample *original,
                          const struct sample *candidate)
{
    if (!same_results(v, &original[0], &original[1]) ||
        (same_results(v, &original[0], &candidate[0]) &&
         same_results(v, &original[0], &candidate[1])))
        return true;
    if (size->count == 1)
        differential_explain(v, trial, base, size->inputs[0]);
    return verdict_fail(trial->verdict, GATE_EQUIVALENCE,
                        arena_printf(v->job->arena, "a timed call has another result: %.*s",
                                     STR_ARG(size->shown->call)));
}

/* One block A B B A. */
static bool measure_block(struct verification *v, struct trial *trial, struct baseline *base,
                          const struct size *size, struct measured *m)
{
    static const bool order[] = { false, true, true, false };
    struct sample samples[2][2] = { 0 };
    uint32_t taken[2] = { 0, 0 };
    for (size_t i = 0; i < ARRAY_LEN(order); i++) {
        bool candidate = order[i];
        struct session_spec spec = {
            .source = candidate ? trial->text : v->original,
            .names = candidate ? base->names : (str){ 0 },
            .hash_seed = m->blocks % ZYGOTES,
            .profile = trial->profile,
            .timing = true,
        };
        struct sandbox_outcome outcome = { 0 };
        enum status status = take_sample(v, &spec, base->entry, size,
                                         &samples[candidate][taken[candidate]++], &outcome);
        bool failed = status && !fail_sample(v, trial, status, &outcome, candidate);
        sandbox_outcome_release(&outcome);
        if (failed)
            return false;
    }
    uint64_t deferred = deferred_ns(samples[0], samples[1]);
    add_pair(m, &samples[0][0], &samples[1][0], deferred);
    add_pair(m, &samples[0][1], &samples[1][1], deferred);
    m->noise_logs[m->blocks++] = log((double) samples[0][0].run_ns / (double) samples[0][1].run_ns);
    return results_agree(v, trial, base, size, samples[0], samples[1]);
}

static double noise_of(const struct measured *m)
{
    struct interval same = stats_ratio(m->noise_logs, m->blocks);
    return (same.high - same.low) / 2;
}

static struct interval interval_of(const struct measured *m)
{
    return stats_ratio(m->logs, m->pairs);
}

/* The largest size: until the interval is on one side of `needed`, or the blocks are used up. */
static bool measure_largest(struct verification *v, struct trial *trial, struct baseline *base,
                            const struct size *size, double needed, struct measured *m)
{
    uint32_t limit = trial->profile == SANDBOX_PARALLEL ? POOL_BLOCKS : MAX_BLOCKS;
    while (m->blocks < limit) {
        if (verification_over(v) && m->blocks >= MIN_BLOCKS)
            break;
        if (!measure_block(v, trial, base, size, m))
            return false;
        struct interval ratio = interval_of(m);
        if (m->blocks >= MIN_BLOCKS && (ratio.low > needed * 1.1 || ratio.high < needed))
            break;
        if (m->blocks > MIN_BLOCKS + 1 && ratio.low >= needed)
            break;
    }
    return true;
}

static bool smaller_size_holds(struct verification *v, struct trial *trial, struct baseline *base,
                               const struct size *size)
{
    struct measured m = { 0 };
    while (m.blocks < SMALL_BLOCKS && !verification_over(v)) {
        if (!measure_block(v, trial, base, size, &m))
            return false;
        if (m.blocks >= MIN_BLOCKS - 1 && interval_of(&m).low >= REGRESSION)
            return true;
    }
    /* What seemed slow may have been the machine: now it has been timed. */
    if (m.pairs && stats_median(m.original_ns, m.pairs) < (double) NEGLIGIBLE_NS * size->count)
        return true;
    if (m.pairs == 0)
        return verdict_fail(trial->verdict, GATE_BUDGET,
                            S("time ran out before a smaller size was measured"));
    struct interval ratio = interval_of(&m);
    if (ratio.middle < REGRESSION)
        return verdict_fail(trial->verdict, GATE_SPEED,
                            arena_printf(v->job->arena, "slower on %.*s: %.2fx",
                                         STR_ARG(size->shown->call), ratio.middle));
    return true;
}

/* ---- choosing what to time ---------------------------------------------------------- */

static struct size size_of(struct verification *v, const struct input *input, uint64_t each_ns,
                           bool once)
{
    uint64_t copies = once ? 1 : BATCH_NS / (each_ns + 1) + 1;
    struct size size = { .count = (uint32_t) (copies < BATCH_MAX ? copies : BATCH_MAX),
                         .each_ns = each_ns, .shown = input };
    size.inputs = ARENA_ARRAY(v->scratch, const struct input *, size.count);
    for (uint32_t i = 0; i < size.count; i++)
        size.inputs[i] = input;
    return size;
}

/* Every usable input that returns, once each: for functions that no input makes slow. */
static struct size size_of_corpus(struct verification *v, const struct baseline *base)
{
    struct size size = { .shown = &base->inputs.items[0] };
    size.inputs = ARENA_ARRAY(v->scratch, const struct input *, base->inputs.count);
    for (uint32_t i = 0; i < base->inputs.count; i++) {
        if (base->usable[i] && observed_kind(&base->seeds[0].calls[i]) == OBSERVED_RETURN) {
            size.inputs[size.count++] = &base->inputs.items[i];
            size.each_ns += base->seeds[0].calls[i].elapsed_ns;
        }
    }
    size.each_ns /= size.count ? size.count : 1;
    return size;
}

/* The rung that takes closest to `ns` of those below the largest; NULL when there is none. */
static const struct input *rung_near(const input_vec *ladder, uint64_t ns)
{
    const struct input *best = NULL;
    for (uint32_t i = 0; i + 1 < ladder->count; i++) {
        const struct input *rung = &ladder->items[i];
        if (rung->weight < NEGLIGIBLE_NS)
            continue;
        uint64_t far = rung->weight > ns ? rung->weight - ns : ns - rung->weight;
        uint64_t nearest = !best ? UINT64_MAX
                                 : best->weight > ns ? best->weight - ns : ns - best->weight;
        if (far < nearest)
            best = rung;
    }
    return best;
}

static const struct input *input_in_real_use(const struct baseline *base, uint64_t *ret_ns)
{
    const struct input *best = NULL;
    for (uint32_t i = 0; i < base->inputs.count; i++) {
        const struct input *input = &base->inputs.items[i];
        bool real = str_equal(input->origin, S("recorded")) ||
                    str_equal(input->origin, S("request"));
        uint64_t ns = base->seeds[0].calls[i].elapsed_ns;
        if (real && base->usable[i] && ns > 2 * NEGLIGIBLE_NS && (!best || ns > *ret_ns)) {
            best = input;
            *ret_ns = ns;
        }
    }
    return best;
}

static bool smaller_sizes_hold(struct verification *v, struct trial *trial, struct baseline *base,
                               const input_vec *ladder, uint64_t largest_ns)
{
    const struct input *quarter = rung_near(ladder, largest_ns / 4);
    const struct input *sixteenth = rung_near(ladder, largest_ns / 16);
    uint64_t real_ns = 0;
    const struct input *real = input_in_real_use(base, &real_ns);
    struct size sizes[3];
    uint32_t count = 0;
    if (quarter)
        sizes[count++] = size_of(v, quarter, quarter->weight, false);
    if (sixteenth && sixteenth != quarter)
        sizes[count++] = size_of(v, sixteenth, sixteenth->weight, false);
    if (real)
        sizes[count++] = size_of(v, real, real_ns, false);
    for (uint32_t i = 0; i < count; i++)
        if (!smaller_size_holds(v, trial, base, &sizes[i]))
            return false;
    return true;
}

/* ---- the verdict --------------------------------------------------------------------- */

static void report(struct verification *v, struct trial *trial, const struct size *size,
                   struct measured *m)
{
    struct interval ratio = interval_of(m), cpu = stats_ratio(m->cpu_logs, m->pairs);
    double calls = size->count;
    trial->verdict->speed = (struct speed){
        .measured = true,
        .ratio = ratio.middle, .low = ratio.low, .high = ratio.high,
        .cpu_ratio = cpu.middle,
        .noise = noise_of(m),
        .original_ns = stats_median(m->original_ns, m->pairs) / calls,
        .candidate_ns = stats_median(m->candidate_ns, m->pairs) / calls,
        .pairs = m->pairs,
        .workload = size->count == 1
                        ? arena_str(v->job->arena, size->shown->call)
                        : arena_printf(v->job->arena, "%u calls like %.*s", size->count,
                                       STR_ARG(size->shown->call)),
        .original_rss = m->original_rss, .candidate_rss = m->candidate_rss,
    };
    if (trial->verdict->speed.noise > NOISY)
        verdict_note(v, trial->verdict, S("this machine was noisy while it measured"));
}

static bool fast_enough(struct verification *v, struct trial *trial, double needed)
{
    const struct speed *speed = &trial->verdict->speed;
    if (speed->low < needed)
        return verdict_fail(trial->verdict, GATE_SPEED,
                            arena_printf(v->job->arena,
                                         "not clearly faster: %.2fx, 95 %% between %.2f and %.2f",
                                         speed->ratio, speed->low, speed->high));
    if (trial->profile == v->profile && !trial->side_by_side && speed->cpu_ratio < REGRESSION)
        return verdict_fail(trial->verdict, GATE_SPEED,
                            arena_printf(v->job->arena,
                                         "it burns more processor time than the original: %.2fx",
                                         1 / speed->cpu_ratio));
    return true;
}

/* Workers must have enough to do before they can pay. */
static uint64_t ladder_target(const struct trial *trial)
{
    return trial->side_by_side ? POOL_TARGET : SEQUENTIAL_TARGET;
}

static bool measure_entry(struct verification *v, struct trial *trial, struct baseline *base,
                          double needed)
{
    const input_vec *ladder = baseline_ladder(v, base, ladder_target(trial));
    struct measured m = { 0 };
    struct size largest;
    if (ladder->count && ladder->items[ladder->count - 1].weight >= BATCH_NS / 4)
        largest = size_of(v, &ladder->items[ladder->count - 1],
                          ladder->items[ladder->count - 1].weight, true);
    else
        largest = size_of_corpus(v, base);
    if (largest.count == 0)
        return verdict_fail(trial->verdict, GATE_EVIDENCE, S("there is no input to time"));
    if (!measure_largest(v, trial, base, &largest, needed, &m))
        return false;
    report(v, trial, &largest, &m);
    return fast_enough(v, trial, needed) &&
           smaller_sizes_hold(v, trial, base, ladder, largest.each_ns);
}

bool benchmark_passes(struct verification *v, struct trial *trial)
{
    double asked = v->job->request.min_speedup;
    double needed = asked > MIN_SPEEDUP ? asked : MIN_SPEEDUP;
    bool passes = true;
    struct speed best = { 0 };
    for (uint32_t i = 0; passes && i < trial->entries.count; i++) {
        struct baseline *base = baseline_get(v, trial->entries.items[i]);
        baseline_ladder(v, base, ladder_target(trial));
        slot_enter_alone();
        passes = measure_entry(v, trial, base, needed);
        slot_leave_alone();
        if (!best.measured || trial->verdict->speed.ratio > best.ratio)
            best = trial->verdict->speed;
    }
    if (passes)
        trial->verdict->speed = best;
    return passes;
}

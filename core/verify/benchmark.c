/*
 * benchmark.c — is it faster, and by how much? measure.c takes the samples, with the processors
 * to ourselves (slot.c).
 *
 * What decides is what the program really does. When it can be run as a script, the script is
 * one workload; the longest call of a function that the program was seen to make, or that the
 * caller asked for, is another; the largest of the size ladder, or the corpus where no input
 * makes a function slow, stands in where neither shows a gain. A candidate is accepted when the
 * lower bound of one of them clears the asked speed-up, in wall time and in processor time, and
 * none of them nor a smaller size (the ladder's at about 1/4 and 1/16) loses more than 5 %, nor, where a
 * guard keeps small inputs from a pool, the largest of those more than 3 %.
 * Sizes that take the original under 0.2 ms a call are nobody's workload.
 *
 * A call that may decide is made once per process, so that nothing can be kept warm; at smaller
 * sizes a batch of calls makes the sample long enough to measure.
 *
 * Calls come before the program, because they take less: where the longest call that a long program
 * makes of the changed function shows no gain, the program has none either and is not run for it.
 * That can only lose a gain. When both gain, the figure of the program is the one reported.
 */
#include "verify_internal.h"

enum { MAX_BLOCKS = 13, MIN_BLOCKS = 3, EARLY_BLOCKS = 2, POOL_BLOCKS = 5, VETO_BLOCKS = 6 };
enum { BATCH_MAX = 200 };

static const uint64_t SEQUENTIAL_TARGET = 20000000, POOL_TARGET = 400000000;
static const uint64_t BATCH_NS = 4000000; /* a sample at the smaller sizes is about this long */
static const uint64_t NEGLIGIBLE_NS = 200000; /* per call */
static const uint64_t LONG_PROGRAM_NS = 100000000;
static const double MIN_SPEEDUP = 1.05;
static const double FALLBACK = 0.97; /* code under its guard has nothing to win, and may lose this much */

/* ---- choosing what to time ---------------------------------------------------------- */

/* What a call took, at best: one that had to wait for a processor is not slow. */
static uint64_t call_ns(const struct baseline *base, uint32_t i)
{
    uint64_t least = UINT64_MAX;
    for (uint32_t seed = 0; seed < HASH_SEEDS; seed++)
        if (base->seeds[seed].calls[i].elapsed_ns < least)
            least = base->seeds[seed].calls[i].elapsed_ns;
    return least;
}

static struct workload calls_of(struct verification *v, const struct input *input,
                                uint64_t each_ns, bool once)
{
    uint64_t copies = once ? 1 : BATCH_NS / (each_ns + 1) + 1;
    struct workload work = { .count = (uint32_t) (copies < BATCH_MAX ? copies : BATCH_MAX),
                             .each_ns = each_ns,
                             .shown = input->call };
    work.inputs = ARENA_ARRAY(v->scratch, const struct input *, work.count);
    for (uint32_t i = 0; i < work.count; i++)
        work.inputs[i] = input;
    return work;
}

/* Every usable input that returns, once each: for functions that no input makes slow. */
static struct workload corpus_of(struct verification *v, const struct baseline *base)
{
    struct workload work = { .shown = S("every input that was compared") };
    work.inputs = ARENA_ARRAY(v->scratch, const struct input *, base->inputs.count);
    for (uint32_t i = 0; i < base->inputs.count; i++) {
        if (base->usable[i] && observed_kind(&base->seeds[0].calls[i]) == OBSERVED_RETURN) {
            work.inputs[work.count++] = &base->inputs.items[i];
            work.each_ns += call_ns(base, i);
        }
    }
    work.each_ns /= work.count ? work.count : 1;
    return work;
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
        uint64_t nearest = !best               ? UINT64_MAX
                           : best->weight > ns ? best->weight - ns
                                               : ns - best->weight;
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
        bool real =
            str_equal(input->origin, S("recorded")) || str_equal(input->origin, S("request"));
        uint64_t ns = call_ns(base, i);
        if (real && base->usable[i] && ns > 2 * NEGLIGIBLE_NS && (!best || ns > *ret_ns)) {
            best = input;
            *ret_ns = ns;
        }
    }
    return best;
}

/* Workloads of one entry point; those that may decide come first. */
struct plan {
    struct workload works[5];
    uint32_t count, deciding;
    bool real; /* the first one is a call that the program makes */
};

static void plan_call(struct verification *v, struct plan *plan, const struct input *input,
                      uint64_t ns, bool decides)
{
    if (!input)
        return;
    plan->works[plan->count++] = calls_of(v, input, ns, decides);
    plan->deciding += decides;
}

static struct plan plan_of(struct verification *v, const struct baseline *base,
                           const input_vec *ladder)
{
    struct plan plan = { 0 };
    uint64_t real_ns = 0;
    const struct input *real = input_in_real_use(base, &real_ns);
    const struct input *largest = ladder->count ? &ladder->items[ladder->count - 1] : NULL;
    bool real_decides = real && real_ns >= BATCH_NS / 4;
    if (real_decides)
        plan_call(v, &plan, real, real_ns, true);
    plan.real = real_decides;
    if (largest && largest->weight >= BATCH_NS / 4) {
        const struct input *quarter = rung_near(ladder, largest->weight / 4);
        const struct input *sixteenth = rung_near(ladder, largest->weight / 16);
        plan_call(v, &plan, largest, largest->weight, true);
        plan_call(v, &plan, quarter, quarter ? quarter->weight : 0, false);
        if (sixteenth != quarter)
            plan_call(v, &plan, sixteenth, sixteenth ? sixteenth->weight : 0, false);
    } else {
        struct workload corpus = corpus_of(v, base);
        if (corpus.count) {
            plan.works[plan.count++] = corpus;
            plan.deciding++;
        }
    }
    if (!real_decides || real_ns < BATCH_NS)
        plan_call(v, &plan, real, real_ns, false);
    return plan;
}

/* ---- judging one workload -------------------------------------------------------------------
 */

static struct speed speed_of(struct verification *v, const struct workload *work,
                             const struct measured *m)
{
    struct interval ratio = measured_ratio(m), cpu = measured_cpu_ratio(m, false);
    double calls = work->count ? work->count : 1;
    return (struct speed){
        .measured = m->pairs > 0,
        .ratio = ratio.middle,
        .low = ratio.low,
        .high = ratio.high,
        .cpu_ratio = cpu.middle,
        .noise = measured_noise(m),
        .original_ns = stats_median_of(m->original_ns, m->pairs) / calls,
        .candidate_ns = stats_median_of(m->candidate_ns, m->pairs) / calls,
        .original_cpu_ns = stats_median_of(m->original_cpu_ns, m->pairs),
        .candidate_cpu_ns = stats_median_of(m->candidate_cpu_ns, m->pairs),
        .pairs = m->pairs,
        .workload = work->count <= 1 ? arena_str(v->job->arena, work->shown)
                                     : arena_printf(v->job->arena, "%u calls: %.*s",
                                                    work->count, STR_ARG(work->shown)),
        .original_rss = m->original_rss,
        .candidate_rss = m->candidate_rss,
    };
}

/* Code that works or waits side by side pays for its gain in processor time. */
static bool may_spend_processor_time(const struct verification *v, const struct trial *trial)
{
    return trial->side_by_side || trial->profile != v->profile;
}

static void remember_failure(struct verification *v, struct trial *trial,
                             const struct speed *speed, bool burns)
{
    struct verdict *verdict = trial->verdict;
    if (burns)
        verdict->reason = arena_printf(
            v->job->arena,
            "what it saves in the timed part is not seen in processor time: %.2fx by the "
            "clock, processor time of the process %.1f -> %.1f ms",
            speed->ratio, speed->original_cpu_ns / 1e6, speed->candidate_cpu_ns / 1e6);
    else
        verdict->reason = arena_printf(
            v->job->arena, "not clearly faster: %.2fx, 95 %% between %.2f and %.2f, for %.*s",
            speed->ratio, speed->low, speed->high, STR_ARG(speed->workload));
}

struct progress { /* over all workloads of a candidate */
    double needed;
    bool gained;
    bool all_real;     /* of each entry point the longest call of the program was among them */
    struct speed best; /* the one that decided, else the most promising */
};

/* False when the candidate is worse than `floor` on it. */
static bool holds(struct verification *v, struct trial *trial, const struct workload *work,
                  const struct measured *m, double floor)
{
    struct interval ratio = measured_ratio(m);
    double calls = work->count ? work->count : 1;
    bool cold = work->count == 1 && stats_median_of(m->original_ns, m->pairs) < (double) BATCH_NS; /* many calls tell */
    if (m->pairs == 0 || cold || ratio.middle >= floor || ratio.high >= 1 ||
        1 - ratio.middle <= measured_noise(m) || /* two originals seem as far apart */
        stats_median_of(m->original_ns, m->pairs) < (double) NEGLIGIBLE_NS * calls)
        return true;
    return verdict_fail(trial->verdict, GATE_SPEED,
                        arena_printf(v->job->arena, "slower on %.*s: %.2fx",
                                     STR_ARG(work->shown), ratio.middle));
}

/* A single call that only seemed slow, as it had to wait for a processor when it was compared: its time is that of
 * cold code and says nothing. */
static bool is_quick(const struct baseline *base, const struct workload *work, const struct measured *m,
                     const struct speed *speed)
{
    return base && work->count == 1 && m->pairs && speed->original_ns < (double) NEGLIGIBLE_NS &&
           speed->candidate_ns < (double) NEGLIGIBLE_NS;
}

static bool judge_workload(struct verification *v, struct trial *trial, struct baseline *base,
                           const struct workload *work, bool decides, struct progress *progress)
{
    uint32_t most = trial->side_by_side ? POOL_BLOCKS : MAX_BLOCKS;
    bool saves = !may_spend_processor_time(v, trial);
    struct pace decide = { progress->needed, false, saves, EARLY_BLOCKS, MIN_BLOCKS, most };
    struct pace veto = { NO_WORSE, true, saves, 1, EARLY_BLOCKS, VETO_BLOCKS };
    struct measured m;
    decides = decides && !progress->gained;
    if (!measure(v, trial, base, work, decides ? &decide : &veto, &m))
        return false;
    struct speed speed = speed_of(v, work, &m);
    if (is_quick(base, work, &m, &speed)) {
        progress->all_real = false;
        return true;
    }
    if (!base)
        trial->verdict->program = speed;
    if (decides && m.pairs) {
        bool faster = measured_clears(&m, progress->needed);
        bool burns = faster && saves && !measured_saves(&m, progress->needed);
        progress->gained = faster && !burns;
        if (!progress->gained && (!progress->best.measured || burns))
            remember_failure(v, trial, &speed, burns);
        if (progress->gained || !progress->best.measured || speed.ratio > progress->best.ratio)
            progress->best = speed;
    } else if (!base && measured_clears(&m, progress->needed)) {
        progress->best = speed;
    }
    return holds(v, trial, work, &m, NO_WORSE);
}

/* ---- all workloads
 * ------------------------------------------------------------------------------ */

static bool judge_program(struct verification *v, struct trial *trial,
                          struct progress *progress)
{
    struct workload work = { .shown = S("the program, run as a script"),
                             .each_ns = script_elapsed_ns(v) };
    bool hopeless = progress->all_real && !progress->gained;
    if (work.each_ns == 0 || (hopeless && work.each_ns >= LONG_PROGRAM_NS))
        return true;
    slot_enter_alone();
    bool holds_up = judge_workload(v, trial, NULL, &work, true, progress);
    slot_leave_alone();
    return holds_up;
}

/* The workloads of one entry point that may decide, or those that may only object. */
static bool judge_entry(struct verification *v, struct trial *trial, struct baseline *base,
                        bool decides, struct progress *progress)
{
    const input_vec *ladder =
        baseline_ladder(v, base, trial->side_by_side ? POOL_TARGET : SEQUENTIAL_TARGET);
    struct plan plan = plan_of(v, base, ladder);
    uint32_t first = decides ? 0 : plan.deciding, end = decides ? plan.deciding : plan.count;
    bool holds_up = true;
    slot_enter_alone();
    for (uint32_t i = first; holds_up && i < end && !verification_over(v); i++)
        holds_up = judge_workload(v, trial, base, &plan.works[i], decides, progress);
    slot_leave_alone();
    progress->all_real = progress->all_real && plan.real;
    return holds_up;
}

static bool judge_entries(struct verification *v, struct trial *trial, bool decides,
                          struct progress *progress)
{
    bool holds_up = true;
    for (uint32_t i = 0; holds_up && i < trial->entries.count; i++) {
        str entry = trial->entries.items[i];
        if (str_equal(entry, S("<module>")))
            progress->all_real = false;
        else
            holds_up = judge_entry(v, trial, baseline_get(v, entry), decides, progress);
    }
    return holds_up;
}

/* The sizes that a guard keeps from the pool pay for looking at it, and must not pay much. */
static bool fallback_holds(struct verification *v, struct trial *trial)
{
    if (!trial->fallback || trial->fallback->weight < NEGLIGIBLE_NS)
        return true;
    struct workload work = calls_of(v, trial->fallback, trial->fallback->weight, false);
    struct pace pace = { FALLBACK, true, true, 1, MIN_BLOCKS, VETO_BLOCKS };
    struct measured m;
    slot_enter_alone();
    bool measured = measure(v, trial, baseline_get(v, trial->entries.items[0]), &work, &pace, &m);
    slot_leave_alone();
    return measured && holds(v, trial, &work, &m, FALLBACK);
}

static bool conclude(struct verification *v, struct trial *trial,
                     const struct progress *progress)
{
    struct verdict *verdict = trial->verdict;
    verdict->speed = progress->best;
    if (verdict->speed.noise > NOISY)
        verdict_note(v, verdict, S("this machine was noisy while it measured"));
    if (progress->gained) {
        verdict->reason = (str){ 0 };
        return true;
    }
    if (verification_over(v) && !progress->best.measured)
        return verdict_fail(verdict, GATE_BUDGET, S("time ran out before it was measured"));
    if (!progress->best.measured)
        return verdict_fail(verdict, GATE_EVIDENCE, S("there is no input to time"));
    return verdict_fail(verdict, GATE_SPEED, verdict->reason);
}

bool benchmark_passes(struct verification *v, struct trial *trial)
{
    double asked = v->job->request.min_speedup;
    struct progress progress = { .needed = asked > MIN_SPEEDUP ? asked : MIN_SPEEDUP,
                                 .all_real = trial->entries.count > 0 };
    bool holds_up = judge_entries(v, trial, true, &progress) &&
                    judge_program(v, trial, &progress) &&
                    (!progress.gained ||
                     (judge_entries(v, trial, false, &progress) && fallback_holds(v, trial)));
    if (!holds_up) {
        trial->verdict->speed = progress.best;
        return false;
    }
    return conclude(v, trial, &progress);
}

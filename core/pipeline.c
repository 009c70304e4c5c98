/*
 * pipeline.c — the step table: the product in six lines. A stage that cannot do its part
 * degrades and says so in the job; it fails the job only when the request itself is unusable.
 */
#include "hasten/pipeline.h"

#include "hasten/analyze.h"
#include "hasten/learn.h"
#include "hasten/llm.h"
#include "hasten/transform.h"
#include "hasten/verify.h"
#include "refine.h"

struct step {
    const char *name;
    enum status (*run)(struct job *, struct error *);
    int percent; /* progress when it starts */
};

static enum status check_and_analyze(struct job *, struct error *);
static enum status apply_and_rank(struct job *, struct error *);

static const struct step steps[] = {
    { "analyze", check_and_analyze, 0 },    /* source              → findings   */
    { "profile", verify_hotspots, 3 },      /* findings            → with shares of the time */
    { "llm", llm_propose, 5 },              /* findings            → proposals  */
    { "transform", apply_and_rank, 20 },    /* findings, proposals → candidates */
    { "verify", verify_candidates, 25 },    /* candidates          → verdicts   */
    { "refine", refine, 90 },               /* accepted text       → a better one */
    { "learn", learn_outcomes, 98 },        /* verdicts            → history    */
};

/* A pair from a caller: nothing is proposed, nothing is learnt. */
static const struct step pair_steps[] = {
    { "analyze", check_and_analyze, 0 },
    { "verify", verify_pair, 10 },
};

static void give_up_on(struct job *job, const struct error *why)
{
    struct unsupported *u = VEC_PUSH(job->arena, &job->findings.unsupported);
    *u = (struct unsupported){ arena_printf(job->arena, "%s", why->detail), why->line };
    job->module = NULL;
    job->findings.opportunities.count = 0;
}

/*
 * CPython decides what is valid; our own tree is trusted only where CPython's agrees. A valid
 * source that we cannot follow comes back unchanged, with the reason under "unsupported".
 */
static enum status check_and_analyze(struct job *job, struct error *err)
{
    struct error parse_error = { .status = STATUS_OK };
    enum status status = analyze_source(job, &parse_error);
    bool ours = status == STATUS_OK;
    if (status && status != STATUS_INVALID_PYTHON && status != STATUS_UNSUPPORTED_PYTHON) {
        if (err)
            *err = parse_error;
        return status;
    }
    counter_add(COUNTER_ANALYSES, 1);
    if (job->sandbox) {
        struct error check_error = { .status = STATUS_OK };
        status = verify_compiles(job->sandbox, job->request.code,
                                 ours ? py_tree(job->module) : NULL, &check_error);
        if (status == STATUS_UNSUPPORTED_PYTHON) {
            give_up_on(job, &check_error);
            return STATUS_OK;
        }
        if (status) {
            if (err)
                *err = check_error;
            return status;
        }
    } else if (parse_error.status == STATUS_INVALID_PYTHON) {
        if (err)
            *err = parse_error;
        return parse_error.status;
    }
    if (!ours)
        give_up_on(job, &parse_error);
    return STATUS_OK;
}

/* History decides which candidate is verified first. */
static enum status apply_and_rank(struct job *job, struct error *err)
{
    enum status status = transform_apply(job, err);
    if (!status)
        learn_rank(job);
    return status;
}

static bool was_cancelled(const struct job *job)
{
    return job->cancel && atomic_load(job->cancel);
}

static enum status run_step(struct job *job, const struct step *step, struct error *err)
{
    job_progress(job, step->name, step->percent, NULL);
    uint64_t start = clock_ns();
    enum status status = step->run(job, err);
    if (job->time_count < JOB_STAGES)
        job->times[job->time_count++] = (struct stage_time){ step->name, clock_ns() - start };
    return status;
}

static str fallback_of(const struct job *job)
{
    if (!job->module)
        return S("unchanged");
    bool llm_down = job->llm_report.outcome == LLM_FAILED || job->llm_report.outcome == LLM_BUDGET;
    if (llm_down)
        return S("rules_only");
    return job->final.accepted || job->candidates.count == 0 ? S("none") : S("unchanged");
}

static enum counter pair_counter(const struct verdict *verdict)
{
    if (verdict->equivalent)
        return COUNTER_PAIRS_EQUIVALENT;
    return verdict_shows_difference(verdict) ? COUNTER_PAIRS_DIFFERENT : COUNTER_PAIRS_UNDECIDED;
}

static void count_verdicts(const struct job *job)
{
    counter_add(COUNTER_CANDIDATES, job->candidates.count);
    for (uint32_t i = 0; i < job->verdicts.count; i++)
        counter_add(job->verdicts.items[i].accepted ? COUNTER_CANDIDATES_ACCEPTED
                                                    : COUNTER_CANDIDATES_REJECTED,
                    1);
    if (job->request.kind == REQUEST_VERIFY)
        counter_add(pair_counter(&job->final), 1);
}

/* Nothing can be transformed in a source that we cannot follow; a pair gets its verdict. */
static bool is_over(const struct job *job)
{
    return !job->module && job->request.kind == REQUEST_OPTIMIZE;
}

enum status pipeline_run(struct job *job, struct error *err)
{
    bool pair = job->request.kind == REQUEST_VERIFY;
    const struct step *list = pair ? pair_steps : steps;
    size_t count = pair ? ARRAY_LEN(pair_steps) : ARRAY_LEN(steps);
    job->optimized_code = job->request.code;
    job->diff = S("");
    for (size_t i = 0; i < count && !(i && is_over(job)); i++) {
        enum status status = run_step(job, &list[i], err);
        if (status)
            return status;
        if (was_cancelled(job))
            return error_set(err, STATUS_CANCELLED, "The job was cancelled.");
    }
    job->fallback_used = fallback_of(job);
    count_verdicts(job);
    job_progress(job, "done", 100, NULL);
    return STATUS_OK;
}

enum status pipeline_analyze(struct job *job, struct error *err)
{
    job->optimized_code = job->request.code;
    return run_step(job, &steps[0], err);
}

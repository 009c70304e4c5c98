/*
 * model.c — the names of the nouns, and the two questions every stage asks its job.
 */
#include "hasten/model.h"

static const struct {
    const char *name, *summary;
} patterns[] = {
#define PATTERN(name, summary) { #name, summary },
#include "hasten/patterns.def"
#undef PATTERN
};

static const char *const rungs[] = { "none", "tested", "guarded+tested", "proved+tested" };
static const char *const certainties[] = { "proved", "needs_guard", "needs_test" };
static const char *const loop_verdicts[] = { "independent", "reduction", "guarded", "sequential",
                                             "unknown" };
static const char *const gates[] = { "none",   "static", "compile", "equivalence", "evidence",
                                     "speed",  "limit",  "policy",  "budget" };
static const char *const llm_outcomes[] = { "not_configured", "disabled", "answered", "failed",
                                            "budget" };

static const char *const expenses[] = {
#define EXPENSE(name, text) #name,
#include "hasten/expenses.def"
#undef EXPENSE
};

const char *expense_name(enum expense e)
{
    return expenses[e];
}

const char *pattern_name(enum pattern p)
{
    return patterns[p].name;
}

const char *pattern_summary(enum pattern p)
{
    return patterns[p].summary;
}

const char *request_kind_name(enum request_kind kind)
{
    return kind == REQUEST_VERIFY ? "verify" : "optimize";
}

const char *rung_name(enum rung r)
{
    return rungs[r];
}

const char *certainty_name(enum certainty c)
{
    return certainties[c];
}

const char *loop_verdict_name(enum loop_verdict v)
{
    return loop_verdicts[v];
}

const char *gate_name(enum gate g)
{
    return gates[g];
}

const char *llm_outcome_name(enum llm_outcome o)
{
    return llm_outcomes[o];
}

bool verdict_shows_difference(const struct verdict *verdict)
{
    return !verdict->equivalent &&
           (verdict->failed == GATE_COMPILE || verdict->failed == GATE_EQUIVALENCE ||
            verdict->failed == GATE_LIMIT);
}

bool job_should_stop(const struct job *job)
{
    if (job->cancel && atomic_load(job->cancel))
        return true;
    return job->deadline_ns && clock_ns() > job->deadline_ns;
}

void job_progress(struct job *job, const char *stage, int percent, const char *note)
{
    if (job->on_progress)
        job->on_progress(job->progress_context, stage, percent, note);
}

/*
 * pair.c — the answer of POST /api/v1/verify and `hasten verify --json`: does the candidate do
 * the same, and, a question of its own, is it faster.
 */
#include "report_internal.h"

static const char *verdict_word(const struct verdict *verdict)
{
    if (verdict->equivalent)
        return "equivalent";
    return verdict_shows_difference(verdict) ? "different" : "insufficient_evidence";
}

/* Accepted: the lower bound clears what was asked for. Unknown when nothing was timed. */
static void report_faster(struct json_writer *w, const struct verdict *verdict)
{
    if (verdict->speed.measured)
        json_bool(w, "faster", verdict->accepted || verdict->speed.low > 1);
    else
        json_null(w, "faster");
}

static void report_changes(struct json_writer *w, const struct job *job)
{
    json_array(w, "changes");
    for (uint32_t i = 0; i < job->changes.count; i++) {
        json_object(w, NULL);
        json_str(w, "name", job->changes.items[i].name);
        json_cstr(w, "what", job->changes.items[i].what);
        json_end(w);
    }
    json_end(w);
}

void report_replay_json(const struct job *job, struct buf *out)
{
    const struct verdict *verdict = &job->final;
    struct json_writer w;
    json_begin(&w, out);
    json_object(&w, NULL);
    json_bool(&w, "reproduced", verdict->equivalent);
    json_cstr(&w, "gate", gate_name(verdict->failed));
    json_str(&w, "reason", verdict->reason);
    json_int(&w, "inputs", verdict->inputs);
    json_bool(&w, "script_checked", verdict->script_checked);
    report_counterexample(&w, &verdict->counterexample);
    report_strings(&w, "notes", &verdict->notes);
    json_end(&w);
    json_done(&w);
}

void report_verify_json(const struct job *job, struct buf *out)
{
    const struct verdict *verdict = &job->final;
    struct json_writer w;
    json_begin(&w, out);
    json_object(&w, NULL);
    json_bool(&w, "success", true);
    json_cstr(&w, "job_id", job->id);
    json_cstr(&w, "verdict", verdict_word(verdict));
    json_bool(&w, "equivalent", verdict->equivalent);
    report_faster(&w, verdict);
    json_bool(&w, "accepted", verdict->accepted);
    json_cstr(&w, "rung", rung_name(verdict->accepted ? verdict->rung : RUNG_NONE));
    json_cstr(&w, "gate", gate_name(verdict->failed));
    json_str(&w, "reason", verdict->reason);
    report_counterexample(&w, &verdict->counterexample);
    report_changes(&w, job);
    json_object(&w, "verification");
    report_evidence(&w, verdict);
    report_conditions_of_run(&w, job);
    json_end(&w);
    report_speed(&w, "performance", verdict);
    report_certificate(&w, job);
    json_str(&w, "diff", job->diff);
    report_unsupported(&w, job);
    report_timing(&w, job);
    json_end(&w);
    json_done(&w);
}

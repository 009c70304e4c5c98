/*
 * optimization.c — the answer of POST /api/v1/optimize and `hasten optimize --json`.
 *
 * Every number in it was either measured (performance_estimate.basis says so) or counted.
 */
#include "hasten/sandbox.h"
#include "report_internal.h"

const struct verdict *report_accepted_at(const struct job *job, uint32_t line, uint32_t end_line)
{
    for (uint32_t i = 0; i < job->verdicts.count; i++) {
        const struct verdict *v = &job->verdicts.items[i];
        const struct candidate *c = &job->candidates.items[v->candidate];
        if (v->accepted && c->line <= end_line && c->end_line >= line)
            return v;
    }
    return NULL;
}

static void report_program(struct json_writer *w, const struct speed *s)
{
    if (!s->measured) {
        json_null(w, "program");
        return;
    }
    json_object(w, "program");
    json_double(w, "speedup", s->ratio);
    json_array(w, "interval_95");
    json_double(w, NULL, s->low);
    json_double(w, NULL, s->high);
    json_end(w);
    json_double(w, "original_ms", s->original_ns / 1e6);
    json_double(w, "optimized_ms", s->candidate_ns / 1e6);
    json_int(w, "pairs", s->pairs);
    json_end(w);
}

void report_speed(struct json_writer *w, const char *key, const struct verdict *v)
{
    const struct speed *s = &v->speed;
    if (!s->measured) {
        json_null(w, key);
        return;
    }
    json_object(w, key);
    json_double(w, "speedup", s->ratio);
    json_array(w, "interval_95");
    json_double(w, NULL, s->low);
    json_double(w, NULL, s->high);
    json_end(w);
    json_double(w, "cpu_speedup", s->cpu_ratio);
    json_double(w, "original_cpu_ms", s->original_cpu_ns / 1e6);
    json_double(w, "optimized_cpu_ms", s->candidate_cpu_ns / 1e6);
    json_double(w, "original_ms", s->original_ns / 1e6);
    json_double(w, "optimized_ms", s->candidate_ns / 1e6);
    json_int(w, "pairs", s->pairs);
    json_str(w, "workload", s->workload);
    json_int(w, "original_peak_bytes", (int64_t) s->original_rss);
    json_int(w, "optimized_peak_bytes", (int64_t) s->candidate_rss);
    json_double(w, "noise", s->noise);
    report_program(w, &v->program);
    json_end(w);
}

static void report_candidate(struct json_writer *w, const struct candidate *c)
{
    json_str(w, "pattern", c->transform);
    json_str(w, "function", c->function);
    json_int(w, "line", c->line);
    json_int(w, "end_line", c->end_line);
    json_cstr(w, "origin", c->from_llm ? "llm" : "rule");
    json_str(w, "summary", c->summary);
}

/* The smallest of the shares that were counted: no better than the weakest link. */
static double confidence_of(const struct adequacy *a)
{
    const uint32_t shares[][2] = { { a->lines_covered, a->lines },
                                   { a->arcs_covered, a->arcs },
                                   { a->original_lines_covered, a->original_lines },
                                   { a->mutants_killed, a->mutants } };
    double least = 2;
    for (size_t i = 0; i < ARRAY_LEN(shares); i++)
        if (shares[i][1] && (double) shares[i][0] / shares[i][1] < least)
            least = (double) shares[i][0] / shares[i][1];
    return least;
}

static void report_adequacy(struct json_writer *w, const struct verdict *v)
{
    const struct adequacy *a = &v->adequacy;
    double confidence = confidence_of(a);
    json_int(w, "changed_lines", a->lines);
    json_int(w, "changed_lines_covered", a->lines_covered);
    json_int(w, "changed_arcs", a->arcs);
    json_int(w, "changed_arcs_covered", a->arcs_covered);
    json_int(w, "replaced_lines", a->original_lines);
    json_int(w, "replaced_lines_covered", a->original_lines_covered);
    json_int(w, "mutants", a->mutants);
    json_int(w, "mutants_killed", a->mutants_killed);
    report_strings(w, "mutants_alive", &a->survivors);
    if (confidence <= 1)
        json_double(w, "confidence", confidence);
    else
        json_null(w, "confidence");
}

void report_evidence(struct json_writer *w, const struct verdict *v)
{
    json_int(w, "inputs", v->inputs);
    json_int(w, "distinct_outputs", v->distinct_outputs);
    json_int(w, "raising_inputs", v->raising_inputs);
    report_adequacy(w, v);
    json_bool(w, "script_checked", v->script_checked);
    report_strings(w, "notes", &v->notes);
}

static void report_applied(struct json_writer *w, const struct job *job)
{
    json_array(w, "optimizations_applied");
    for (uint32_t i = 0; i < job->verdicts.count; i++) {
        const struct verdict *v = &job->verdicts.items[i];
        const struct candidate *c = &job->candidates.items[v->candidate];
        if (!v->accepted)
            continue;
        json_object(w, NULL);
        report_candidate(w, c);
        json_cstr(w, "rung", rung_name(v->rung));
        report_conditions(w, c->conditions.items, c->conditions.count);
        if (c->guard.present)
            json_int(w, "guard_threshold", (int64_t) c->guard.threshold);
        report_speed(w, "performance", v);
        json_object(w, "evidence");
        report_evidence(w, v);
        json_end(w);
        json_end(w);
    }
    json_end(w);
}

void report_counterexample(struct json_writer *w, const struct counterexample *x)
{
    if (!x->present) {
        json_null(w, "counterexample");
        return;
    }
    json_object(w, "counterexample");
    json_str(w, "call", x->call);
    json_str(w, "expected", x->expected);
    json_str(w, "actual", x->actual);
    json_str(w, "reproducer", x->reproducer);
    json_end(w);
}

static void report_rejected(struct json_writer *w, const struct job *job)
{
    json_array(w, "rejected");
    for (uint32_t i = 0; i < job->verdicts.count; i++) {
        const struct verdict *v = &job->verdicts.items[i];
        if (v->accepted)
            continue;
        json_object(w, NULL);
        report_candidate(w, &job->candidates.items[v->candidate]);
        json_cstr(w, "gate", gate_name(v->failed));
        json_str(w, "reason", v->reason);
        report_counterexample(w, &v->counterexample);
        report_speed(w, "performance", v);
        json_object(w, "evidence");
        report_evidence(w, v);
        json_end(w);
        json_end(w);
    }
    json_end(w);
}

/* Every loop and recursive function that was left alone and has something to say. */
static void report_why_not(struct json_writer *w, const struct job *job)
{
    json_array(w, "why_not");
    for (uint32_t i = 0; i < job->findings.loops.count; i++) {
        const struct loop_report *l = &job->findings.loops.items[i];
        if (l->blockers.count == 0 || report_accepted_at(job, l->line, l->end_line))
            continue;
        json_object(w, NULL);
        json_str(w, "function", l->function);
        json_int(w, "line", l->line);
        json_str(w, "kind", l->kind);
        json_cstr(w, "verdict", loop_verdict_name(l->verdict));
        report_blockers(w, l->blockers.items, l->blockers.count);
        if (l->unlock.len)
            json_str(w, "unlock", l->unlock);
        else
            json_null(w, "unlock");
        json_end(w);
    }
    json_end(w);
}

static void report_layers(struct json_writer *w, const struct job *job)
{
    json_object(w, "sandbox");
    json_array(w, "layers");
    uint32_t layers = job->sandbox ? sandbox_layers(job->sandbox) : 0;
#define SANDBOX_LAYER(name, bit, text) \
    if (layers & SANDBOX_LAYER_##name) \
        json_cstr(w, NULL, #name);
#include "hasten/sandbox_layers.def"
#undef SANDBOX_LAYER
    json_end(w);
    json_cstr(w, "python", job->sandbox ? sandbox_python_version(job->sandbox) : NULL);
    json_end(w);
}

void report_conditions_of_run(struct json_writer *w, const struct job *job)
{
    json_array(w, "relaxations");
    if (job->request.observe.float_ulp)
        json_cstr(w, NULL, "float_ulp");
    if (job->request.observe.unordered_set_iteration)
        json_cstr(w, NULL, "unordered_set_iteration");
    json_end(w);
    report_layers(w, job);
}

static void report_verification(struct json_writer *w, const struct job *job)
{
    const struct verdict *v = &job->final;
    json_object(w, "verification");
    json_bool(w, "verified", v->accepted);
    json_cstr(w, "rung", rung_name(v->accepted ? v->rung : RUNG_NONE));
    report_evidence(w, v);
    report_conditions_of_run(w, job);
    json_end(w);
}

/* Measured when something was accepted; otherwise what the model says of the best finding. */
static void report_performance(struct json_writer *w, const struct job *job)
{
    json_object(w, "performance_estimate");
    if (job->final.speed.measured) {
        json_cstr(w, "basis", "measured");
        json_double(w, "speedup", job->final.speed.ratio);
        report_speed(w, "measurement", &job->final);
    } else {
        double best = 0;
        for (uint32_t i = 0; i < job->findings.opportunities.count; i++)
            if (job->findings.opportunities.items[i].benefit.speedup > best)
                best = job->findings.opportunities.items[i].benefit.speedup;
        json_cstr(w, "basis", best > 0 ? "modelled" : "none");
        if (best > 0)
            json_double(w, "speedup", best);
        else
            json_null(w, "speedup");
        json_null(w, "measurement");
    }
    json_end(w);
}

void report_certificate(struct json_writer *w, const struct job *job)
{
    if (job->certificate.len)
        json_raw(w, "certificate", job->certificate);
    else
        json_null(w, "certificate");
}

/* Where the time of verification went; steps that did not happen are left out. */
static void report_spent(struct json_writer *w, const struct job *job)
{
    json_object(w, "verification");
    for (int i = 0; i < EXPENSE_COUNT; i++) {
        const struct spent *spent = &job->spent[i];
        if (spent->ns == 0)
            continue;
        json_object(w, expense_name((enum expense) i));
        json_double(w, "ms", (double) spent->ns / 1e6);
        json_double(w, "cpu_ms", (double) spent->cpu_us / 1e3);
        json_int(w, "runs", spent->runs);
        json_end(w);
    }
    json_end(w);
}

void report_timing(struct json_writer *w, const struct job *job)
{
    uint64_t total = 0;
    for (uint32_t i = 0; i < job->time_count; i++)
        total += job->times[i].ns;
    json_object(w, "timing");
    json_double(w, "total_ms", (double) total / 1e6);
    json_object(w, "stages_ms");
    for (uint32_t i = 0; i < job->time_count; i++)
        json_double(w, job->times[i].stage, (double) job->times[i].ns / 1e6);
    json_end(w);
    report_spent(w, job);
    json_end(w);
}

static void report_llm(struct json_writer *w, const struct llm_report *l)
{
    json_object(w, "llm");
    json_cstr(w, "outcome", llm_outcome_name(l->outcome));
    json_str(w, "provider", l->provider);
    json_str(w, "model", l->model);
    json_int(w, "calls", l->calls);
    json_int(w, "proposals", l->proposals);
    json_int(w, "tokens_in", l->tokens_in);
    json_int(w, "tokens_out", l->tokens_out);
    json_str(w, "detail", l->detail);
    json_end(w);
}

void report_optimize_json(const struct job *job, struct buf *out)
{
    struct json_writer w;
    json_begin(&w, out);
    json_object(&w, NULL);
    json_bool(&w, "success", true);
    json_cstr(&w, "job_id", job->id);
    json_bool(&w, "changed", job->final.accepted);
    json_str(&w, "optimized_code", job->optimized_code);
    json_str(&w, "diff", job->diff);
    report_applied(&w, job);
    report_opportunities(&w, job);
    report_rejected(&w, job);
    report_why_not(&w, job);
    report_unsupported(&w, job);
    report_verification(&w, job);
    report_performance(&w, job);
    report_certificate(&w, job);
    report_timing(&w, job);
    json_str(&w, "fallback_used", job->fallback_used);
    report_llm(&w, &job->llm_report);
    json_end(&w);
    json_done(&w);
}

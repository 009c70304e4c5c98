/*
 * analysis.c — the answer of POST /api/v1/analyze and `hasten analyze --json`.
 */
#include "hasten/python.h"
#include "report_internal.h"

void report_strings(struct json_writer *w, const char *key, const str_vec *v)
{
    json_array(w, key);
    for (uint32_t i = 0; i < v->count; i++)
        json_str(w, NULL, v->items[i]);
    json_end(w);
}

static void line_or_null(struct json_writer *w, const char *key, uint32_t line)
{
    if (line)
        json_int(w, key, line);
    else
        json_null(w, key);
}

void report_conditions(struct json_writer *w, const struct condition *c, uint32_t count)
{
    json_array(w, "conditions");
    for (uint32_t i = 0; i < count; i++) {
        json_object(w, NULL);
        json_str(w, "name", c[i].name);
        json_bool(w, "holds", c[i].holds);
        json_cstr(w, "needs", certainty_name(c[i].holds ? CERTAINTY_PROVED : c[i].needs));
        line_or_null(w, "evidence_line", c[i].evidence_line);
        json_str(w, "why", c[i].why);
        json_end(w);
    }
    json_end(w);
}

static void write_vector(struct json_writer *w, const struct blocker *b)
{
    json_array(w, "direction_vector");
    for (uint32_t i = 0; i < b->vector.count; i++)
        json_cstr(w, NULL, b->vector.items[i].direction);
    json_end(w);
    json_array(w, "distance_vector");
    for (uint32_t i = 0; i < b->vector.count; i++)
        if (b->vector.items[i].exact)
            json_int(w, NULL, b->vector.items[i].distance);
        else
            json_null(w, NULL);
    json_end(w);
}

void report_blockers(struct json_writer *w, const struct blocker *b, uint32_t count)
{
    json_array(w, "blockers");
    for (uint32_t i = 0; i < count; i++) {
        json_object(w, NULL);
        json_str(w, "kind", b[i].kind);
        json_str(w, "name", b[i].name);
        line_or_null(w, "line", b[i].line);
        json_str(w, "why", b[i].why);
        if (b[i].dependence.len)
            json_str(w, "dependence", b[i].dependence);
        else
            json_null(w, "dependence");
        line_or_null(w, "to_line", b[i].to_line);
        if (b[i].distance)
            json_int(w, "distance", b[i].distance);
        else
            json_null(w, "distance");
        write_vector(w, &b[i]);
        json_end(w);
    }
    json_end(w);
}

static void report_benefit(struct json_writer *w, const struct benefit *b)
{
    json_object(w, "benefit");
    json_double(w, "work_per_iteration", b->work);
    if (b->trip_count > 0)
        json_double(w, "trip_count", b->trip_count);
    else
        json_null(w, "trip_count");
    if (b->share > 0)
        json_double(w, "measured_share", b->share);
    else
        json_null(w, "measured_share");
    if (b->speedup > 0)
        json_double(w, "modelled_speedup", b->speedup);
    else
        json_null(w, "modelled_speedup");
    json_str(w, "model", b->model);
    json_end(w);
}

static void report_functions(struct json_writer *w, const struct job *job)
{
    json_array(w, "functions");
    for (uint32_t i = 0; i < job->findings.functions.count; i++) {
        const struct function_report *f = &job->findings.functions.items[i];
        json_object(w, NULL);
        json_str(w, "name", f->name);
        json_int(w, "line", f->line);
        json_bool(w, "pure", f->pure);
        report_strings(w, "effects", &f->effects);
        json_bool(w, "recursive", f->recursive);
        json_end(w);
    }
    json_end(w);
}

static void report_loop(struct json_writer *w, const struct loop_report *l)
{
    json_object(w, NULL);
    json_str(w, "function", l->function);
    json_int(w, "line", l->line);
    json_int(w, "end_line", l->end_line);
    json_str(w, "kind", l->kind);
    line_or_null(w, "parent_line", l->parent_line);
    json_str(w, "domain", l->domain);
    json_cstr(w, "verdict", loop_verdict_name(l->verdict));
    json_array(w, "reductions");
    for (uint32_t i = 0; i < l->reductions.count; i++) {
        const struct reduction *r = &l->reductions.items[i];
        json_object(w, NULL);
        json_str(w, "name", r->name);
        json_str(w, "operator", r->operator);
        json_bool(w, "exact", r->exact);
        json_int(w, "line", r->line);
        json_end(w);
    }
    json_end(w);
    json_array(w, "induction");
    for (uint32_t i = 0; i < l->induction.count; i++) {
        json_object(w, NULL);
        json_str(w, "name", l->induction.items[i].name);
        if (l->induction.items[i].start.len)
            json_str(w, "start", l->induction.items[i].start);
        else
            json_null(w, "start");
        json_str(w, "step", l->induction.items[i].step);
        json_end(w);
    }
    json_end(w);
    report_strings(w, "private", &l->private_names);
    report_strings(w, "live_out", &l->live_out);
    report_blockers(w, l->blockers.items, l->blockers.count);
    if (l->unlock.len)
        json_str(w, "unlock", l->unlock);
    else
        json_null(w, "unlock");
    report_benefit(w, &l->benefit);
    json_end(w);
}

void report_opportunities(struct json_writer *w, const struct job *job)
{
    json_array(w, "opportunities");
    for (uint32_t i = 0; i < job->findings.opportunities.count; i++) {
        const struct finding *f = &job->findings.opportunities.items[i];
        json_object(w, NULL);
        json_cstr(w, "pattern", pattern_name(f->pattern));
        json_str(w, "function", f->function);
        json_int(w, "line", f->line);
        json_int(w, "end_line", f->end_line);
        json_cstr(w, "certainty", certainty_name(f->certainty));
        report_conditions(w, f->conditions.items, f->conditions.count);
        report_benefit(w, &f->benefit);
        json_end(w);
    }
    json_end(w);
}

void report_unsupported(struct json_writer *w, const struct job *job)
{
    json_array(w, "unsupported");
    for (uint32_t i = 0; i < job->findings.unsupported.count; i++) {
        const struct unsupported *u = &job->findings.unsupported.items[i];
        json_object(w, NULL);
        json_str(w, "what", u->what);
        line_or_null(w, "line", u->line);
        json_end(w);
    }
    json_end(w);
}

static uint32_t count_lines(str text)
{
    uint32_t n = 0;
    for (size_t i = 0; i < text.len; i++)
        n += text.ptr[i] == '\n';
    return n + (text.len && text.ptr[text.len - 1] != '\n');
}

void report_analyze_json(const struct job *job, struct buf *out)
{
    char sha[65];
    sha256_hex(job->request.code, sha);
    struct json_writer w;
    json_begin(&w, out);
    json_object(&w, NULL);
    json_object(&w, "source");
    json_cstr(&w, "sha256", sha);
    json_int(&w, "lines", count_lines(job->request.code));
    json_str(&w, "python", job->request.target.python.len ? job->request.target.python : S("3.11"));
    json_end(&w);
    report_functions(&w, job);
    json_array(&w, "loops");
    for (uint32_t i = 0; i < job->findings.loops.count; i++)
        report_loop(&w, &job->findings.loops.items[i]);
    json_end(&w);
    report_opportunities(&w, job);
    report_unsupported(&w, job);
    json_end(&w);
    json_done(&w);
}

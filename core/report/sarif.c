/*
 * sarif.c — the analysis as SARIF 2.1.0 (OASIS, 2020), for code scanning in CI.
 *
 * Rules are the patterns, "why-not" and "unsupported". An opportunity is a result of kind
 * "review": the code is right, and could be faster. A loop left alone is "informational", with
 * its blockers as related locations. Nothing is ever an error.
 */
#include "report_internal.h"

#define WHY_NOT     "why-not"
#define UNSUPPORTED "unsupported"

static void text_object(struct json_writer *w, const char *key, str text)
{
    json_object(w, key);
    json_str(w, "text", text);
    json_end(w);
}

static void write_rule(struct json_writer *w, const char *id, const char *text)
{
    json_object(w, NULL);
    json_cstr(w, "id", id);
    text_object(w, "shortDescription", str_from(text));
    json_end(w);
}

static void write_tool(struct json_writer *w)
{
    json_object(w, "tool");
    json_object(w, "driver");
    json_cstr(w, "name", "hasten");
    json_cstr(w, "semanticVersion", HASTEN_VERSION);
    json_array(w, "rules");
    for (int p = 0; p < PATTERN_COUNT; p++)
        write_rule(w, pattern_name((enum pattern) p), pattern_summary((enum pattern) p));
    write_rule(w, WHY_NOT,
               "a loop or recursive function that was left alone, and what stands against it");
    write_rule(w, UNSUPPORTED, "a dynamic feature that the analysis does not follow");
    json_end(w);
    json_end(w);
    json_end(w);
}

/* An artifact's address is a URI reference: everything but unreserved characters and '/' is
 * escaped. */
static str uri_of(const struct job *job, str name)
{
    struct buf out = { 0 };
    str uri;

    for (size_t i = 0; i < name.len; i++) {
        unsigned char c = (unsigned char) name.ptr[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                     (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~' ||
                     c == '/';

        buf_printf(&out, plain ? "%c" : "%%%02X", c);
    }
    uri = arena_str(job->arena, buf_str(&out));
    buf_free(&out);
    return uri;
}

static void write_location(struct json_writer *w, const struct job *job, uint32_t line,
                           uint32_t end_line, str text)
{
    json_object(w, NULL);
    json_object(w, "physicalLocation");
    json_object(w, "artifactLocation");
    json_str(w, "uri", uri_of(job, job->request.file_name));
    json_end(w);
    json_object(w, "region");
    json_int(w, "startLine", line ? line : 1);
    json_int(w, "endLine", end_line > line ? end_line : line ? line : 1);
    json_end(w);
    json_end(w);
    if (text.len)
        text_object(w, "message", text);
    json_end(w);
}

static void begin_result(struct json_writer *w, const struct job *job, const char *rule,
                         int index, const char *kind, str message, uint32_t line,
                         uint32_t end_line)
{
    json_object(w, NULL);
    json_cstr(w, "ruleId", rule);
    json_int(w, "ruleIndex", index);
    json_cstr(w, "kind", kind);
    json_cstr(w, "level", "none"); /* 3.27.10: what every kind but "fail" has */
    text_object(w, "message", message);
    json_array(w, "locations");
    write_location(w, job, line, end_line, S(""));
    json_end(w);
}

static void write_opportunity(struct json_writer *w, const struct job *job,
                              const struct finding *f)
{
    begin_result(w, job, pattern_name(f->pattern), (int) f->pattern, "review",
                 arena_printf(job->arena, "%s (%s)%s%.*s", pattern_summary(f->pattern),
                              certainty_name(f->certainty), f->benefit.model.len ? ": " : "",
                              STR_ARG(f->benefit.model)),
                 f->line, f->end_line);
    json_end(w);
}

static void write_loop(struct json_writer *w, const struct job *job,
                       const struct loop_report *l)
{
    const struct blocker *first = &l->blockers.items[0];

    begin_result(w, job, WHY_NOT, PATTERN_COUNT, "informational",
                 arena_printf(job->arena, "%.*s left alone (%s): %.*s%s%.*s", STR_ARG(l->kind),
                              loop_verdict_name(l->verdict), STR_ARG(first->why),
                              l->unlock.len ? "; to unlock: " : "", STR_ARG(l->unlock)),
                 l->line, l->end_line);
    json_array(w, "relatedLocations");
    for (uint32_t i = 0; i < l->blockers.count; i++)
        if (l->blockers.items[i].line)
            write_location(w, job, l->blockers.items[i].line, 0, l->blockers.items[i].why);
    json_end(w);
    json_end(w);
}

void report_analyze_sarif(const struct job *job, struct buf *out)
{
    struct json_writer w;

    json_begin(&w, out);
    json_object(&w, NULL);
    json_cstr(&w, "$schema", "https://json.schemastore.org/sarif-2.1.0.json");
    json_cstr(&w, "version", "2.1.0");
    json_array(&w, "runs");
    json_object(&w, NULL);
    write_tool(&w);
    json_array(&w, "results");
    for (uint32_t i = 0; i < job->findings.opportunities.count; i++)
        write_opportunity(&w, job, &job->findings.opportunities.items[i]);
    for (uint32_t i = 0; i < job->findings.loops.count; i++)
        if (job->findings.loops.items[i].blockers.count)
            write_loop(&w, job, &job->findings.loops.items[i]);
    for (uint32_t i = 0; i < job->findings.unsupported.count; i++) {
        const struct unsupported *u = &job->findings.unsupported.items[i];

        begin_result(&w, job, UNSUPPORTED, PATTERN_COUNT + 1, "notApplicable", u->what, u->line,
                     0);
        json_end(&w);
    }
    json_end(&w);
    json_end(&w);
    json_end(&w);
    json_end(&w);
    json_done(&w);
}

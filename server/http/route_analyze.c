/*
 * route_analyze.c — POST /api/v1/analyze: static findings from the analyst thread, no job, no
 * execution. The connection is parked meanwhile. The answer is JSON, SARIF or the dependence
 * graph, as `?format=` says or, without it, the first of these types that Accept names.
 *
 * The analysis may outlive the request (its wait can end first), so what both use lives in a
 * context of its own with two owners; the last one frees it.
 */
#include "api.h"
#include "hasten/pipeline.h"
#include "hasten/report.h"
#include "syntax.h"

static const struct format {
    str name;
    const char *type;
    void (*render)(const struct job *, struct buf *);
} formats[] = {
    { S_INIT("json"), HTTP_JSON, report_analyze_json },
    { S_INIT("sarif"), HTTP_SARIF, report_analyze_sarif },
    { S_INIT("dot"), HTTP_DOT, report_analyze_dot },
};

struct analysis {
    atomic_int references; /* the request and the analyst */
    struct arena *arena;   /* holds `request` */
    struct request *request;
    struct http_wait *wait;
    const struct format *format;
    /* Written by the analyst before it wakes us. */
    enum status status;
    struct error error;
    struct buf body;
    atomic_bool finished; /* publishes the three above */
};

static void analysis_unref(struct analysis *a)
{
    if (atomic_fetch_sub(&a->references, 1) != 1)
        return;
    arena_free(a->arena);
    buf_free(&a->body);
    free(a);
}

static void on_analysed(void *context, enum status status, const struct error *error, str body)
{
    struct analysis *a = context;
    a->status = status;
    if (status)
        a->error = *error;
    else
        buf_append(&a->body, body);
    atomic_store(&a->finished, true);
    http_wake(a->wait);
    analysis_unref(a);
}

static void after_analysis(void *context, struct http_request *r)
{
    struct api *api = context;
    struct analysis *a = r->state;
    struct error late = { 0 };
    if (!atomic_load(&a->finished)) {
        if (atomic_load(&api->draining))
            error_set(&late, STATUS_UNAVAILABLE, "the server is shutting down");
        else
            error_set(&late, STATUS_TIMEOUT, "the analysis took too long");
        http_reply_error(r, &late);
    } else if (a->status) {
        http_reply_error(r, &a->error);
    } else {
        http_reply_buf(r, 200, a->format->type, &a->body);
    }
    analysis_unref(a);
}

/* Long enough for any source the server accepts. */
#define ANALYSIS_MS 30000u

/* Parks first: the analyst may be done before jobs_analyze() returns. */
static void start(struct api *api, struct http_request *r, struct analysis *a)
{
    struct error err = { 0 };
    a->wait = http_park(r, ANALYSIS_MS, after_analysis);
    if (!a->wait) {
        error_set(&err, STATUS_UNAVAILABLE, "too many requests are waiting");
        http_reply_error(r, &err);
        atomic_store(&a->references, 1);
        analysis_unref(a);
        return;
    }
    r->state = a;
    enum status status = jobs_analyze(api->jobs, a->request, a->format->render, on_analysed, a, &err);
    if (status)
        on_analysed(a, status, &err, S(""));
}

/* The type that stands first in Accept; JSON when it names none of ours. */
static const struct format *accepted_format(str accept)
{
    const struct format *found = &formats[0];
    size_t first = SIZE_MAX;
    for (size_t i = 0; i < ARRAY_LEN(formats); i++) {
        size_t at = str_find(accept, str_from(formats[i].type));
        if (at < first) {
            first = at;
            found = &formats[i];
        }
    }
    return found;
}

static enum status read_format(struct http_request *r, const struct format **ret, struct error *err)
{
    struct query_parameter parameters[QUERY_MAX];
    uint32_t count = 0;
    enum status status = syntax_query(r->query, http_arena(r), parameters, &count, err);
    *ret = accepted_format(r->fields.accept);
    for (uint32_t p = 0; !status && p < count; p++) {
        bool known = false;
        if (!str_equal(parameters[p].name, S("format")))
            return error_field(err, STATUS_UNKNOWN_FIELD,
                               arena_cstr(http_arena(r), parameters[p].name),
                               "no such query parameter");
        for (size_t i = 0; i < ARRAY_LEN(formats); i++)
            if (str_equal(parameters[p].value, formats[i].name)) {
                *ret = &formats[i];
                known = true;
            }
        if (!known)
            status = error_field(err, STATUS_INVALID_FIELD, "format", "json, sarif or dot");
    }
    return status;
}

void post_analyze(void *context, struct http_request *r)
{
    struct api *api = context;
    struct error err = { 0 };
    struct analysis *a = xcalloc(1, sizeof(*a));
    atomic_init(&a->references, 2);
    a->arena = arena_new((size_t) api->config->max_body * 8);
    a->request = ARENA_NEW(a->arena, struct request);
    if (read_format(r, &a->format, &err) ||
        request_parse(r->body, api->config, a->arena, a->request, &err)) {
        http_reply_error(r, &err);
        arena_free(a->arena);
        free(a);
        return;
    }
    start(api, r, a);
}

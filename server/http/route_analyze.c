/*
 * route_analyze.c — POST /api/v1/analyze: static findings from the analyst thread, no job, no
 * execution. The connection is parked meanwhile.
 *
 * The analysis may outlive the request (its wait can end first), so what both use lives in a
 * context of its own with two owners; the last one frees it.
 */
#include "api.h"
#include "hasten/pipeline.h"

struct analysis {
    atomic_int references; /* the request and the analyst */
    struct arena *arena;   /* holds `request` */
    struct request *request;
    struct http_wait *wait;
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
        http_reply_buf(r, 200, HTTP_JSON, &a->body);
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
    enum status status = jobs_analyze(api->jobs, a->request, on_analysed, a, &err);
    if (status)
        on_analysed(a, status, &err, S(""));
}

void post_analyze(void *context, struct http_request *r)
{
    struct api *api = context;
    struct error err = { 0 };
    struct analysis *a = xcalloc(1, sizeof(*a));
    atomic_init(&a->references, 2);
    a->arena = arena_new((size_t) api->config->max_body * 8);
    a->request = ARENA_NEW(a->arena, struct request);
    if (request_parse(r->body, api->config, a->arena, a->request, &err)) {
        http_reply_error(r, &err);
        arena_free(a->arena);
        free(a);
        return;
    }
    start(api, r, a);
}

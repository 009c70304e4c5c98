/*
 * route_optimize.c — submitting code, to be optimized or to be verified. Every call makes a
 * durable job; a synchronous one parks its connection until the job ends or its wait is over,
 * and then answers 202 like the other.
 *
 * The wait is `Prefer: wait=N`, at most config.sync_wait. A client that goes away does not
 * cancel its job: the id is only known to it afterwards, and the result may be asked for again.
 */
#include "api.h"
#include "hasten/pipeline.h"
#include "syntax.h"

/* A synchronous request while it is parked; lives in the request's arena. */
struct sync_wait {
    char id[UUID_LEN + 1];
    uint64_t ticket; /* of jobs_watch() */
    struct http_wait *wait;
    atomic_bool woken; /* http_wake() has been called */
};

static bool submit(struct api *api, struct http_request *r, enum request_kind kind,
                   char id[UUID_LEN + 1])
{
    struct error err = { 0 };
    struct request *request = ARENA_NEW(http_arena(r), struct request);
    if (request_parse_as(kind, r->body, api->config, http_arena(r), request, &err) ||
        jobs_submit(api->jobs, request, id, &err)) {
        http_reply_error(r, &err);
        return false;
    }
    return true;
}

void post_optimize_async(void *context, struct http_request *r)
{
    char id[UUID_LEN + 1];
    if (submit(context, r, REQUEST_OPTIMIZE, id))
        reply_accepted(r, id, JOB_QUEUED);
}

static uint64_t wait_ms(const struct api *api, str prefer)
{
    int64_t asked = syntax_prefer_wait(prefer), cap = api->config->sync_wait;
    return (uint64_t) (asked < 0 || asked > cap ? cap : asked) * 1000u;
}

/* The job as it is now: its result, its problem, or where to ask later. */
static void reply_outcome(struct api *api, struct http_request *r, const char *id)
{
    struct job_row job;
    if (!read_job(api, r, str_from(id), true, &job))
        return;
    if (job.state == JOB_SUCCEEDED) {
        struct buf body = { 0 };
        buf_append(&body, job.result);
        http_reply_buf(r, 200, HTTP_JSON, &body);
    } else if (job_state_is_terminal(job.state)) {
        reply_job_problem(r, &job);
    } else {
        reply_accepted(r, id, job.state);
    }
}

static void wake_once(struct sync_wait *s)
{
    if (!atomic_exchange(&s->woken, true))
        http_wake(s->wait);
}

static void on_job_end(void *context)
{
    wake_once(context);
}

static void after_wait(void *context, struct http_request *r)
{
    struct sync_wait *s = r->state;
    struct api *api = context;
    if (s->ticket)
        jobs_unwatch(api->jobs, s->ticket); /* from here on nobody else looks at `s` */
    wake_once(s);
    reply_outcome(api, r, s->id);
}

static void submit_and_wait(struct api *api, struct http_request *r, enum request_kind kind)
{
    struct sync_wait *s = ARENA_NEW(http_arena(r), struct sync_wait);
    uint64_t timeout_ms = wait_ms(api, r->fields.prefer);
    if (!submit(api, r, kind, s->id))
        return;
    r->state = s;
    s->wait = timeout_ms ? http_park(r, timeout_ms, after_wait) : NULL;
    if (!s->wait) {
        reply_accepted(r, s->id, JOB_QUEUED);
        return;
    }
    s->ticket = jobs_watch(api->jobs, s->id, on_job_end, s);
    if (!s->ticket)
        wake_once(s);
}

void post_optimize(void *context, struct http_request *r)
{
    submit_and_wait(context, r, REQUEST_OPTIMIZE);
}

void post_verify(void *context, struct http_request *r)
{
    submit_and_wait(context, r, REQUEST_VERIFY);
}

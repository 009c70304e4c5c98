/*
 * route_jobs.c — reading and cancelling jobs. Every answer comes from the store, so any replica
 * can give it and a restart changes nothing.
 */
#include "api.h"
#include "syntax.h"

#define STATUS_URL "/api/v1/jobs/"

static const char *status_url(struct http_request *r, const char *id)
{
    return arena_printf(http_arena(r), STATUS_URL "%s", id).ptr;
}

void reply_accepted(struct http_request *r, const char *job_id, enum job_state state)
{
    struct buf body = { 0 };
    struct json_writer w;
    const char *url = status_url(r, job_id);
    json_begin(&w, &body);
    json_object(&w, NULL);
    json_cstr(&w, "job_id", job_id);
    json_cstr(&w, "status", job_state_name(state));
    json_cstr(&w, "status_url", url);
    json_end(&w);
    json_done(&w);
    http_reply_header(r, "Location", url);
    http_reply_header(r, "Retry-After", "1");
    http_reply_buf(r, 202, HTTP_JSON, &body);
}

bool read_job(struct api *api, struct http_request *r, str id, bool with_bodies,
              struct job_row *ret)
{
    struct error err = { 0 };
    enum status status = STATUS_NOT_FOUND;
    if (uuid_is_valid(id))
        status = store_job_get(api->store, arena_cstr(http_arena(r), id), with_bodies,
                               http_arena(r), ret, &err);
    if (status == STATUS_NOT_FOUND)
        error_set(&err, STATUS_NOT_FOUND, "no such job");
    if (status)
        http_reply_error(r, &err);
    return !status;
}

/* ---- JSON ----------------------------------------------------------------------- */

/* RFC 3339 in UTC with milliseconds; null for "not yet". */
static void write_time(struct json_writer *w, const char *key, int64_t unix_ms)
{
    time_t seconds = (time_t) (unix_ms / 1000);
    struct tm utc;
    char date[24], text[32];
    if (!unix_ms || !gmtime_r(&seconds, &utc)) {
        json_null(w, key);
        return;
    }
    strftime(date, sizeof(date), "%Y-%m-%dT%H:%M:%S", &utc);
    snprintf(text, sizeof(text), "%s.%03dZ", date, (int) (unix_ms % 1000));
    json_cstr(w, key, text);
}

static void write_job_head(struct json_writer *w, struct http_request *r,
                           const struct job_row *job)
{
    json_cstr(w, "job_id", job->id);
    json_str(w, "kind", job->kind);
    json_cstr(w, "state", job_state_name(job->state));
    json_cstr(w, "status", job_state_name(job->state)); /* as the 202 calls it */
    json_cstr(w, "status_url", status_url(r, job->id));
    json_str(w, "stage", job->stage);
    json_int(w, "progress", job->progress);
    json_int(w, "attempts", job->attempts);
    write_time(w, "created_at", job->created_ms);
    write_time(w, "updated_at", job->updated_ms);
    write_time(w, "started_at", job->started_ms);
    write_time(w, "finished_at", job->finished_ms);
}

static void write_stored(struct json_writer *w, const char *key, str json)
{
    if (json.len)
        json_raw(w, key, json);
    else
        json_null(w, key);
}

static void reply_job(struct http_request *r, const struct job_row *job)
{
    struct buf body = { 0 };
    struct json_writer w;
    json_begin(&w, &body);
    json_object(&w, NULL);
    write_job_head(&w, r, job);
    write_stored(&w, "result", job->result);
    write_stored(&w, "error", job->error);
    json_end(&w);
    json_done(&w);
    http_reply_buf(r, 200, HTTP_JSON, &body);
}

/* ---- one job -------------------------------------------------------------------- */

void get_job(void *context, struct http_request *r)
{
    struct job_row job;
    if (read_job(context, r, r->param, true, &job))
        reply_job(r, &job);
}

void cancel_job(void *context, struct http_request *r)
{
    struct api *api = context;
    struct job_row job;
    struct error err = { 0 };
    if (!read_job(api, r, r->param, false, &job))
        return;
    if (jobs_cancel(api->jobs, job.id, &err))
        http_reply_error(r, &err);
    else if (read_job(api, r, r->param, true, &job))
        reply_job(r, &job);
}

/* The stored problem says with which HTTP status the job failed. */
static int problem_status(str problem)
{
    struct json *root;
    int status = 500;
    if (json_parse(problem, &root, NULL))
        return status;
    double n = json_number(json_get(root, "status"));
    if (n >= 400 && n <= 599)
        status = (int) n;
    json_free(root);
    return status;
}

void reply_job_problem(struct http_request *r, const struct job_row *job)
{
    struct error err = { 0 };
    if (job->error.len) {
        struct buf body = { 0 };
        buf_append(&body, job->error);
        http_reply_buf(r, problem_status(job->error), HTTP_PROBLEM, &body);
        return;
    }
    if (job->state == JOB_CANCELLED)
        error_set(&err, STATUS_CANCELLED, "the job was cancelled before it ended");
    else
        error_set(&err, STATUS_INTERNAL, "the job failed and left no reason");
    http_reply_error(r, &err);
}

/* The diff of a stored result, as a file that patch(1) takes. */
static void reply_diff(struct http_request *r, const struct json *result)
{
    struct buf body = { 0 };
    buf_append(&body, json_string(json_get(result, "diff")));
    if (body.len)
        http_reply_buf(r, 200, "text/x-diff; charset=utf-8", &body);
    else
        http_reply_fixed(r, 200, "text/x-diff; charset=utf-8", S(""));
}

static void reply_certificate(struct http_request *r, const struct json *result)
{
    const struct json *certificate = json_get(result, "certificate");
    struct buf body = { 0 };
    struct error err = { 0 };
    if (!json_is(certificate, JSON_OBJECT)) {
        error_set(&err, STATUS_NOT_FOUND, "nothing was shown to be equivalent: no certificate");
        http_reply_error(r, &err);
        return;
    }
    json_print(certificate, &body);
    http_reply_buf(r, 200, HTTP_JSON, &body);
}

/* A part of the result of a job that succeeded; else why there is none. */
static void reply_part(struct api *api, struct http_request *r,
                       void (*reply)(struct http_request *, const struct json *result))
{
    struct job_row job;
    struct json *root;
    struct error err = { 0 };
    if (!read_job(api, r, r->param, true, &job))
        return;
    if (job.state == JOB_SUCCEEDED && !json_parse(job.result, &root, &err)) {
        reply(r, root);
        json_free(root);
    } else if (job.state == JOB_SUCCEEDED) {
        error_set(&err, STATUS_INTERNAL, "the stored result is not JSON");
        http_reply_error(r, &err);
    } else if (job_state_is_terminal(job.state)) {
        reply_job_problem(r, &job);
    } else {
        error_set(&err, STATUS_CONFLICT, "the job has not ended yet");
        http_reply_error(r, &err);
    }
}

void get_job_diff(void *context, struct http_request *r)
{
    reply_part(context, r, reply_diff);
}

void get_job_certificate(void *context, struct http_request *r)
{
    reply_part(context, r, reply_certificate);
}

/* ---- pages of jobs -------------------------------------------------------------- */

struct page_query {
    int state; /* -1: all */
    int64_t limit;
    str cursor;
};

static enum status read_parameter(const struct query_parameter *p, struct page_query *q,
                                  struct error *err)
{
    enum job_state state;
    if (str_equal(p->name, S("status"))) {
        if (!job_state_from(p->value, &state))
            return error_field(err, STATUS_INVALID_FIELD, "status", "no such job state");
        q->state = (int) state;
    } else if (str_equal(p->name, S("limit"))) {
        if (!syntax_integer(p->value, 1, 200, &q->limit))
            return error_field(err, STATUS_INVALID_FIELD, "limit", "a number from 1 to 200");
    } else if (str_equal(p->name, S("cursor"))) {
        q->cursor = p->value;
    } else {
        char name[64];
        snprintf(name, sizeof(name), "%.*s", STR_ARG(p->name));
        return error_field(err, STATUS_UNKNOWN_FIELD, name, "no such query parameter");
    }
    return STATUS_OK;
}

static enum status read_page_query(struct http_request *r, struct page_query *q,
                                   struct error *err)
{
    struct query_parameter parameters[QUERY_MAX];
    uint32_t count;
    enum status status = syntax_query(r->query, http_arena(r), parameters, &count, err);
    for (uint32_t i = 0; !status && i < count; i++)
        status = read_parameter(&parameters[i], q, err);
    return status;
}

static void reply_page(struct http_request *r, const struct job_page *page)
{
    struct buf body = { 0 };
    struct json_writer w;
    json_begin(&w, &body);
    json_object(&w, NULL);
    json_array(&w, "jobs");
    for (uint32_t i = 0; i < page->count; i++) {
        json_object(&w, NULL);
        write_job_head(&w, r, &page->rows[i]);
        json_end(&w);
    }
    json_end(&w);
    json_cstr(&w, "next_cursor", page->next_cursor.len ? page->next_cursor.ptr : NULL);
    json_end(&w);
    json_done(&w);
    http_reply_buf(r, 200, HTTP_JSON, &body);
}

void list_jobs(void *context, struct http_request *r)
{
    struct api *api = context;
    struct page_query q = { .state = -1, .limit = 50, .cursor = S("") };
    struct job_page page;
    struct error err = { 0 };
    if (read_page_query(r, &q, &err) ||
        store_job_list(api->store, q.state, q.cursor, (uint32_t) q.limit, http_arena(r), &page,
                       &err))
        http_reply_error(r, &err);
    else
        reply_page(r, &page);
}

/*
 * reply.c — what a handler says: status, type, body, headers, kept in the request until http.c
 * sends it. Errors become problem+json here and nowhere else.
 *
 * A body is either borrowed for the life of the server or owned by the reply; a request that
 * ends without sending frees what it owns. Used by the thread that serves the request only.
 */
#include "hasten/report.h"
#include "http.h"

#define ARENA_BYTES ((size_t) 64 * 1024 * 1024)

struct arena *http_arena(struct http_request *r)
{
    if (!r->arena)
        r->arena = arena_new(ARENA_BYTES);
    return r->arena;
}

void http_reply_fixed(struct http_request *r, int status, const char *type, str body)
{
    r->reply.status = status;
    r->reply.type = type;
    r->reply.fixed = body;
}

void http_reply_buf(struct http_request *r, int status, const char *type, struct buf *body)
{
    r->reply.status = status;
    r->reply.type = type;
    r->reply.owned = *body;
    *body = (struct buf){ 0 };
}

void http_reply_header(struct http_request *r, const char *name, const char *value)
{
    if (r->reply.header_count == HTTP_REPLY_HEADERS)
        abort(); /* a handler outgrew the struct */
    r->reply.headers[r->reply.header_count].name = name;
    r->reply.headers[r->reply.header_count++].value = value;
}

void http_reply_error(struct http_request *r, const struct error *error)
{
    struct buf body = { 0 };
    const char *instance = r->path.len ? arena_cstr(http_arena(r), r->path) : NULL;
    report_problem_json(error, instance, &body);
    http_reply_buf(r, status_http(error->status), HTTP_PROBLEM, &body);
    if (status_retryable(error->status))
        http_reply_header(r, "Retry-After", "1");
    if (error->status == STATUS_INTERNAL)
        log_event(LOG_ERROR, "request_failed", "request_id", r->id, "detail", error->detail,
                  NULL);
}

/*
 * http.c — the adapter to libmicrohttpd 0.9.75, and the only file that includes it.
 *
 * The daemon runs its own threads with epoll; each connection belongs to one of them for life,
 * so a request needs no lock. The library's hazards, measured by raw-socket tests, decide the
 * set-up:
 *
 *  - It accepts heads that can be read in two ways: framing.c judges every head first.
 *  - Its unescaping cuts at %00: ours is the identity and syntax.c decodes.
 *  - Its time-out counts inactivity: deadlines.c adds total ones.
 *  - A reply before the body has been read resets the connection under the client's feet, so a
 *    refused body is drained up to 8 MiB and thrown away, unless the client waits for a 100.
 *  - A suspended connection must be resumed exactly once, and before the daemon stops:
 * waiters.c.
 *
 * A request object is made when the request line has been read and freed in on_completed(), and
 * only there. The library answers errors of its own (400, 413, 414, 431 of a head it cannot
 * parse) with fixed HTML; the contract says so.
 */
#include <arpa/inet.h>
#include <microhttpd.h>
#include <stddef.h>
#include <sys/socket.h>

#include "http_internal.h"
#include "syntax.h"

#define CONNECTION_MEMORY ((size_t) 32 * 1024) /* zeroed for each request: keep it small */
#define LISTEN_BACKLOG    1024u
#define SEND_MS           60000u

enum phase {
    PHASE_NEW,    /* the request line is known, the head is not checked yet */
    PHASE_BODY,   /* the head was accepted; the body arrives */
    PHASE_PARKED, /* suspended; the next call of on_access() is the resumption */
    PHASE_REPLIED,
};

struct http_server {
    const struct config *config;
    struct http_app app;
    struct MHD_Daemon *daemon;
    struct deadlines deadlines;
    struct waiters waiters;
    uint16_t port;
    char id_prefix[9]; /* random, so that ids of two processes differ */
    atomic_uint_fast32_t next_id;
    atomic_uint open_requests; /* made and not yet completed */
    atomic_bool closing;       /* replies say Connection: close */
    atomic_bool refusing;      /* new connections are closed unread */
};

/* ---- replies -------------------------------------------------------------------- */

static struct MHD_Response *make_response(struct http_request *r)
{
    struct buf *owned = &r->reply.owned;
    if (!owned->ptr)
        return MHD_create_response_from_buffer(r->reply.fixed.len,
                                               (void *) (uintptr_t) r->reply.fixed.ptr,
                                               MHD_RESPMEM_PERSISTENT);
    struct MHD_Response *made =
        MHD_create_response_from_buffer(owned->len, owned->ptr, MHD_RESPMEM_MUST_FREE);
    if (made)
        *owned = (struct buf){ 0 };
    return made;
}

static void add_headers(const struct http_request *r, struct MHD_Response *response)
{
    MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, r->reply.type);
    MHD_add_response_header(response, "X-Request-Id", r->id);
    for (uint32_t i = 0; i < r->reply.header_count; i++)
        MHD_add_response_header(response, r->reply.headers[i].name, r->reply.headers[i].value);
    if (r->reply.close || atomic_load(&r->server->closing))
        MHD_add_response_header(response, MHD_HTTP_HEADER_CONNECTION, "close");
}

static struct http_link *link_of(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info ? info->socket_context : NULL;
}

static enum MHD_Result send_reply(struct http_request *r)
{
    struct MHD_Response *response = make_response(r);
    if (!response)
        return MHD_NO;
    add_headers(r, response);
    counter_add(COUNTER_HTTP_REQUESTS, 1);
    if (r->reply.status >= 400)
        counter_add(COUNTER_HTTP_ERRORS, 1);
    r->phase = PHASE_REPLIED;
    link_set_timeout(link_of(r->connection), SEND_MS);
    enum MHD_Result queued =
        MHD_queue_response(r->connection, (unsigned int) r->reply.status, response);
    MHD_destroy_response(response);
    return queued;
}

/* ---- parked requests ------------------------------------------------------------ */

void connection_suspend(void *connection)
{
    MHD_suspend_connection(connection);
}

void connection_resume(void *connection)
{
    MHD_resume_connection(connection);
}

struct http_wait *http_park(struct http_request *r, uint64_t timeout_ms, http_handler *then)
{
    r->phase = PHASE_PARKED;
    r->then = then;
    r->wait = waiters_add(&r->server->waiters, r->connection, timeout_ms);
    if (!r->wait)
        r->phase = PHASE_BODY;
    return r->wait;
}

/* After a handler has run: it set a reply or parked the request. */
static enum MHD_Result after_handler(struct http_request *r)
{
    if (r->phase == PHASE_PARKED)
        return MHD_YES;
    if (!r->reply.status)
        abort(); /* a handler forgot its reply */
    return send_reply(r);
}

static enum MHD_Result on_resumed(struct http_request *r)
{
    wait_unref(r->wait);
    r->wait = NULL;
    r->phase = PHASE_BODY;
    r->then(r->server->app.context, r);
    return after_handler(r);
}

/* ---- head ----------------------------------------------------------------------- */

struct head {
    struct framing framing;
    struct http_fields *fields;
};

static enum MHD_Result on_header(void *context, enum MHD_ValueKind kind, const char *name,
                                 size_t name_len, const char *value, size_t value_len)
{
    (void) kind;
    struct head *head = context;
    framing_header(&head->framing, head->fields, (str){ name, name_len },
                   (str){ value, value ? value_len : 0 });
    return MHD_YES;
}

static enum status read_head(struct http_request *r, const char *method, const char *version,
                             struct framing *ret, struct error *err)
{
    struct head head = { .fields = &r->fields };
    str line_end = str_from(version);
    head.framing.end = version + line_end.len;
    /* The version stands one blank after the target; a NUL in the target hides the rest of it.
     */
    head.framing.malformed = r->target_end + 1 != version;
    MHD_get_connection_values_n(r->connection, MHD_HEADER_KIND, on_header, &head);
    framing_end(&head.framing);
    enum status status =
        framing_check(&head.framing, line_end, (uint64_t) r->server->config->max_body, err);
    *ret = head.framing;
    if (status)
        return status;
    r->method = http_method_from(str_from(method));
    if (r->method == HTTP_UNKNOWN)
        return error_set(err, STATUS_NOT_IMPLEMENTED, "unknown method");
    return STATUS_OK;
}

static enum status read_target(struct http_request *r, struct error *err)
{
    if (syntax_is_plain_path(r->raw_path)) {
        r->path = r->raw_path;
        return STATUS_OK;
    }
    return syntax_path(r->raw_path, http_arena(r), &r->path, err);
}

/* Framing cannot be trusted any more: answer, and close whatever else was sent. */
static enum MHD_Result refuse_framing(struct http_request *r, const struct error *err)
{
    counter_add(COUNTER_HTTP_REJECTED, 1);
    r->reply.close = true;
    http_reply_error(r, err);
    return send_reply(r);
}

static enum MHD_Result on_head(struct http_request *r, const char *method, const char *version)
{
    struct framing framing;
    struct error err = { 0 };
    if (read_head(r, method, version, &framing, &err) || read_target(r, &err))
        return refuse_framing(r, &err);
    r->phase = PHASE_BODY;
    if (r->server->app.admit(r->server->app.context, r))
        return MHD_YES;
    r->discard_body = true;
    if (!framing_expects(&framing))
        return MHD_YES; /* on_complete() sends the reply once the body, if any, is drained */
    r->reply.close = true;
    return send_reply(r);
}

/* ---- body ----------------------------------------------------------------------- */

static enum MHD_Result on_body(struct http_request *r, const char *bytes, size_t n)
{
    uint64_t max_body = (uint64_t) r->server->config->max_body;
    r->body_seen += n;
    if (r->body_seen > HTTP_DRAIN_BYTES)
        return MHD_NO; /* closes */
    if (r->body_seen > max_body && !r->discard_body) {
        r->discard_body = true;
        buf_free(&r->received);
    }
    if (!r->discard_body)
        buf_append(&r->received, (str){ bytes, n });
    return MHD_YES;
}

static enum MHD_Result on_complete(struct http_request *r)
{
    link_set_timeout(link_of(r->connection), 0);
    if (r->reply.status)
        return send_reply(r);
    if (r->discard_body) {
        struct error err = { 0 };
        error_set(&err, STATUS_TOO_LARGE, "the body may have up to %lld bytes",
                  (long long) r->server->config->max_body);
        r->reply.close = true;
        http_reply_error(r, &err);
        return send_reply(r);
    }
    r->body = buf_str(&r->received);
    r->server->app.serve(r->server->app.context, r);
    return after_handler(r);
}

/* ---- callbacks ------------------------------------------------------------------ */

static uint64_t seconds_ms(int64_t seconds)
{
    return (uint64_t) seconds * 1000u;
}

/* The request line is complete: the earliest moment a request is known. */
static void *on_target(void *context, const char *target, struct MHD_Connection *connection)
{
    struct http_server *server = context;
    struct http_request *r = xcalloc(1, sizeof(*r));
    r->server = server;
    r->connection = connection;
    str whole = str_from(target);
    size_t mark = str_find(whole, S("?"));
    r->target_end = target + whole.len;
    r->raw_path = str_slice(whole, 0, mark);
    /* The library takes the query apart in place, so ours is a copy. */
    if (mark != SIZE_MAX)
        r->query = arena_str(http_arena(r), str_slice(whole, mark + 1, whole.len));
    uint32_t n = (uint32_t) atomic_fetch_add(&server->next_id, 1);
    snprintf(r->id, sizeof(r->id), "%s%08x", server->id_prefix, n);
    atomic_fetch_add(&server->open_requests, 1);
    return r;
}

static enum MHD_Result on_access(void *context, struct MHD_Connection *connection,
                                 const char *url, const char *method, const char *version,
                                 const char *bytes, size_t *size, void **request)
{
    (void) url; /* the library's reading of the target; ours was made in on_target() */
    struct http_server *server = context;
    struct http_request *r = *request;
    if (r->phase == PHASE_NEW) {
        link_set_timeout(link_of(connection), seconds_ms(server->config->body_timeout));
        return on_head(r, method, version);
    }
    if (*size) {
        enum MHD_Result result = on_body(r, bytes, *size);
        *size = 0;
        return result;
    }
    return r->phase == PHASE_PARKED ? on_resumed(r) : on_complete(r);
}

static void on_completed(void *context, struct MHD_Connection *connection, void **request,
                         enum MHD_RequestTerminationCode why)
{
    (void) why;
    struct http_server *server = context;
    struct http_request *r = *request;
    if (!r)
        return;
    *request = NULL;
    /* Covers the idle time, which the library ends by itself, and the next head. */
    link_set_timeout(link_of(connection),
                     seconds_ms(server->config->idle_timeout + server->config->header_timeout));
    buf_free(&r->received);
    buf_free(&r->reply.owned);
    arena_free(r->arena);
    free(r);
    atomic_fetch_sub(&server->open_requests, 1);
}

static void on_connection(void *context, struct MHD_Connection *connection, void **link,
                          enum MHD_ConnectionNotificationCode what)
{
    struct http_server *server = context;
    if (what == MHD_CONNECTION_NOTIFY_STARTED) {
        int fd =
            MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
        *link =
            deadlines_add(&server->deadlines, fd, seconds_ms(server->config->header_timeout));
    } else if (*link) {
        deadlines_remove(&server->deadlines, *link);
        *link = NULL;
    }
}

static size_t keep_escapes(void *context, struct MHD_Connection *connection, char *text)
{
    (void) context;
    (void) connection;
    return strlen(text);
}

/* Refuses when we are about to end. MHD_quiesce_daemon() would do it a moment earlier, but it
 * takes the listening socket out of the epoll set of a thread that may be doing the same, and
 * then ends the process (seen with 0.9.75: 2 of 300 stops under load). */
static enum MHD_Result on_accept(void *context, const struct sockaddr *address,
                                 socklen_t length)
{
    struct http_server *s = context;
    (void) address;
    (void) length;
    return atomic_load(&s->refusing) ? MHD_NO : MHD_YES;
}

/* The library's log tells about clients, not about us. */
PRINTF_LIKE(2, 0) static void on_log(void *context, const char *format, va_list arguments)
{
    (void) context;
    char line[256];
    vsnprintf(line, sizeof(line), format, arguments);
    line[strcspn(line, "\r\n")] = '\0';
    log_event(LOG_DEBUG, "http_library", "message", line, NULL);
}

/* ---- life ----------------------------------------------------------------------- */

union address {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
};

static bool read_address(const struct config *c, union address *a)
{
    *a = (union address){ 0 };
    uint16_t port = htons((uint16_t) c->listen_port);
    if (inet_pton(AF_INET, c->listen_address, &a->v4.sin_addr) == 1) {
        a->v4.sin_family = AF_INET;
        a->v4.sin_port = port;
        return true;
    }
    if (inet_pton(AF_INET6, c->listen_address, &a->v6.sin6_addr) != 1)
        return false;
    a->v6.sin6_family = AF_INET6;
    a->v6.sin6_port = port;
    return true;
}

static struct MHD_Daemon *start_daemon(struct http_server *s, const union address *a)
{
    const struct config *c = s->config;
    unsigned int flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME |
                         MHD_USE_ERROR_LOG | (a->any.sa_family == AF_INET6 ? MHD_USE_IPv6 : 0u);
    /* clang-format off: one option a line */
    return MHD_start_daemon(
        flags, (uint16_t) c->listen_port, on_accept, s, on_access, s,
        MHD_OPTION_EXTERNAL_LOGGER, on_log, NULL, /* first: it reports errors of the others */
        MHD_OPTION_SOCK_ADDR, &a->any, MHD_OPTION_THREAD_POOL_SIZE,
        (unsigned int) c->http_threads, MHD_OPTION_CONNECTION_LIMIT,
        (unsigned int) c->max_connections, MHD_OPTION_CONNECTION_TIMEOUT,
        (unsigned int) c->idle_timeout, MHD_OPTION_CONNECTION_MEMORY_LIMIT, CONNECTION_MEMORY,
        MHD_OPTION_LISTEN_BACKLOG_SIZE, LISTEN_BACKLOG, MHD_OPTION_STRICT_FOR_CLIENT, 0,
        MHD_OPTION_UNESCAPE_CALLBACK, keep_escapes, NULL, MHD_OPTION_URI_LOG_CALLBACK,
        on_target, s, MHD_OPTION_NOTIFY_CONNECTION, on_connection, s,
        MHD_OPTION_NOTIFY_COMPLETED, on_completed, s, MHD_OPTION_END);
    /* clang-format on */
}

static enum status listen_on(struct http_server *s, struct error *err)
{
    const struct config *c = s->config;
    union address address;
    if (!read_address(c, &address))
        return error_field(err, STATUS_CONFIG, "listen_address", "not an IP address");
    s->daemon = start_daemon(s, &address);
    if (!s->daemon)
        return error_set(err, STATUS_IO, "cannot listen on %s port %lld", c->listen_address,
                         (long long) c->listen_port);
    s->port = MHD_get_daemon_info(s->daemon, MHD_DAEMON_INFO_BIND_PORT)->port;
    return STATUS_OK;
}

enum status http_start(const struct config *config, const struct http_app *app,
                       struct http_server **ret, struct error *err)
{
    struct http_server *s = xcalloc(1, sizeof(*s));
    s->config = config;
    s->app = *app;
    uint32_t random;
    random_bytes(&random, sizeof(random));
    snprintf(s->id_prefix, sizeof(s->id_prefix), "%08x", random);
    waiters_init(&s->waiters, (uint32_t) config->max_connections / 2);
    enum status status = deadlines_start(&s->deadlines, &s->waiters, err);
    if (!status)
        status = listen_on(s, err);
    if (status) {
        http_free(s);
        return status;
    }
    *ret = s;
    return STATUS_OK;
}

uint16_t http_port(const struct http_server *s)
{
    return s->port;
}

void http_quiesce(struct http_server *s)
{
    atomic_store(&s->closing, true);
}

void http_release(struct http_server *s)
{
    atomic_store(&s->refusing, true);
    waiters_close(&s->waiters);
}

static bool is_idle_within(struct http_server *s, uint32_t timeout_ms)
{
    const struct timespec pause = { .tv_nsec = 5 * 1000 * 1000 };
    uint64_t end = clock_ns() + timeout_ms * (uint64_t) 1000000;
    while (atomic_load(&s->open_requests) && clock_ns() < end)
        nanosleep(&pause, NULL);
    return !atomic_load(&s->open_requests);
}

#define CUT_GRACE_MS 5000u

bool http_stop(struct http_server *s, uint32_t grace_ms)
{
    if (!is_idle_within(s, grace_ms)) {
        deadlines_cut_all(&s->deadlines);
        if (!is_idle_within(s, CUT_GRACE_MS))
            return false;
    }
    MHD_stop_daemon(s->daemon);
    s->daemon = NULL;
    return true;
}

void http_free(struct http_server *s)
{
    if (!s)
        return;
    deadlines_stop(&s->deadlines);
    waiters_release(&s->waiters);
    free(s);
}

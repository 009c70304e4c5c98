/*
 * http.h — HTTP/1.1 as the rest of the server sees it: a request, a reply, and parking a
 * request until something happens elsewhere. http.c implements it over libmicrohttpd.
 *
 * A request passes these steps, all on one server thread:
 *   framing checks → app.admit (head only: route, method, key, media type)
 *                  → body → app.serve → reply, or parked → `then` → reply
 * Handlers never block for long: what takes time parks the request.
 */
#ifndef HASTEN_HTTP_H
#define HASTEN_HTTP_H

#include "hasten/base.h"

struct http_server;
struct http_wait;

enum http_method {
    HTTP_GET,
    HTTP_HEAD, /* dispatched as GET; the adapter drops the body */
    HTTP_POST,
    HTTP_PUT,
    HTTP_PATCH,
    HTTP_DELETE,
    HTTP_OPTIONS,
    HTTP_TRACE,
    HTTP_CONNECT,
    HTTP_UNKNOWN, /* answered 501 before any handler */
};
const char *http_method_name(enum http_method);

/* The header fields that handlers look at; "" when not sent. */
struct http_fields {
    str content_type, authorization, api_key, prefer, accept;
};

struct http_request;
typedef void http_handler(void *context, struct http_request *);

#define HTTP_ID_LEN        16
#define HTTP_REPLY_HEADERS 3

struct http_request {
    /* Given by the adapter. */
    char id[HTTP_ID_LEN + 1]; /* sent back as X-Request-Id */
    enum http_method method;
    str path;  /* percent-decoded, starts with "/" */
    str query; /* after the "?", as sent */
    struct http_fields fields;
    str body; /* complete in app.serve */

    /* For the application: set in admit, read in serve. */
    const void *route;
    str param;   /* what {id} of the route matched */
    void *state; /* for `then` of a parked request */

    /* The reply, set through the functions below. */
    struct {
        int status; /* 0: none yet */
        const char *type;
        str fixed;        /* body that outlives the request … */
        struct buf owned; /* … or one that the reply frees */
        struct {
            const char *name, *value;
        } headers[HTTP_REPLY_HEADERS];
        uint32_t header_count;
        bool close; /* end the connection after this reply */
    } reply;

    /* The adapter's own. */
    struct http_server *server;
    void *connection;
    struct arena *arena;    /* made when first asked for */
    str raw_path;           /* as sent */
    const char *target_end; /* where the library's buffer goes on with the version */
    struct buf received;
    uint64_t body_seen;     /* bytes of body so far, kept or not */
    uint32_t phase;         /* enum phase in http.c */
    bool discard_body;      /* the reply is already decided, or the body is too large */
    struct http_wait *wait; /* while parked */
    http_handler *then;
};

struct http_app {
    void *context;
    /* Sees the head. False: a reply has been set and the body will not be read into memory. */
    bool (*admit)(void *context, struct http_request *);
    http_handler *serve; /* sets a reply or parks */
};

/* Borrows the configuration for its life. The port is known when this returns. */
enum status http_start(const struct config *, const struct http_app *, struct http_server **ret,
                       struct error *err);
uint16_t http_port(const struct http_server *);

/* Shutdown, in this order; see serve.c. */
void http_quiesce(struct http_server *); /* replies say Connection: close */
void http_release(struct http_server *); /* resumes every parked request, parks no more;
                                            refuses connections */
/* Waits until all requests are answered, cuts the connections that are left after `grace_ms`,
 * then ends the threads. False when a handler does not return: the threads still run, nothing
 * that they use may be freed, and the process has to end as it is. */
bool http_stop(struct http_server *, uint32_t grace_ms);
/* After the last http_wake(). Accepts NULL. */
void http_free(struct http_server *);

/* Freed with the request. */
struct arena *http_arena(struct http_request *);

/* `body` lives as long as the server. */
void http_reply_fixed(struct http_request *, int status, const char *type, str body);
/* Takes the memory of `body`. */
void http_reply_buf(struct http_request *, int status, const char *type, struct buf *body);
void http_reply_error(struct http_request *, const struct error *); /* problem+json */
/* `value` lives as long as the request (http_arena() or a literal). */
void http_reply_header(struct http_request *, const char *name, const char *value);

#define HTTP_JSON    "application/json"
#define HTTP_PROBLEM "application/problem+json"
#define HTTP_SARIF   "application/sarif+json"
#define HTTP_DOT     "text/vnd.graphviz"
#define HTTP_TEXT    "text/plain; charset=utf-8"

/*
 * Parks the request until http_wake() or the deadline, whichever is first; then calls `then`
 * once on a server thread. NULL, and nothing is parked, when half of the connections are parked
 * already or the server shuts down: a health check always finds a slot.
 *
 * The caller owes exactly one http_wake(), from any thread, however the request ended; the wait
 * stays valid until then.
 */
struct http_wait *http_park(struct http_request *, uint64_t timeout_ms, http_handler *then);
void http_wake(struct http_wait *);

#endif

/*
 * http_internal.h — the parts of the adapter that need no libmicrohttpd: framing checks, total
 * deadlines of connections, parked requests.
 */
#ifndef HASTEN_HTTP_INTERNAL_H
#define HASTEN_HTTP_INTERNAL_H

#include <pthread.h>
#include <stdatomic.h>

#include "http.h"

/* ---- framing.c ------------------------------------------------------------------ */

/* What the header section of one request says about its framing. */
struct framing {
    const char *end; /* one past the text of the line before; NULL: not checked */
    str content_length, transfer_encoding, expect;
    uint32_t hosts, lengths, codings, expects;
    bool malformed;
    uint64_t length; /* value of Content-Length, set by framing_check() */
};

/* A body above this is not even drained: the connection is closed. */
#define HTTP_DRAIN_BYTES ((uint64_t) 8 * 1024 * 1024)

void framing_header(struct framing *, struct http_fields *, str name, str value);
/* Bytes after the last header line. */
void framing_end(struct framing *);
enum status framing_check(struct framing *, str version, uint64_t max_body, struct error *err);
/* True when the client holds its body back until we agree. */
bool framing_expects(const struct framing *);
enum http_method http_method_from(str name);

/* ---- deadlines.c ---------------------------------------------------------------- */

/*
 * One open connection. libmicrohttpd's own timeout counts inactivity only, so a byte a second
 * would hold a connection for ever; this one is total per phase of a request.
 */
struct http_link {
    int fd;
    _Atomic uint64_t deadline_ns;  /* 0: none */
    struct http_link *next, *prev; /* guarded by deadlines.mutex */
};

struct waiters;

struct deadlines {
    pthread_mutex_t mutex; /* guards the list, and fds against close(2) while we use them */
    pthread_cond_t stopping;
    bool stop; /* guarded by mutex */
    struct http_link head;
    struct waiters *waiters; /* expired by the same thread */
    pthread_t thread;
    bool running;
};

enum status deadlines_start(struct deadlines *, struct waiters *, struct error *err);
void deadlines_stop(struct deadlines *);
struct http_link *deadlines_add(struct deadlines *, int fd, uint64_t timeout_ms);
void deadlines_remove(struct deadlines *, struct http_link *);  /* frees it */
void link_set_timeout(struct http_link *, uint64_t timeout_ms); /* 0: none; accepts NULL */
/* Shuts down every connection: what is still open after the grace of a shutdown. */
void deadlines_cut_all(struct deadlines *);

/* ---- waiters.c ------------------------------------------------------------------ */

struct waiters {
    pthread_mutex_t mutex; /* guards everything below and the links of every wait */
    struct http_wait *first;
    uint32_t count, capacity;
    bool closed;
};

void waiters_init(struct waiters *, uint32_t capacity);
void waiters_release(struct waiters *);
/* Suspends the connection. NULL, and nothing is suspended, when full or closed. */
struct http_wait *waiters_add(struct waiters *, void *connection, uint64_t timeout_ms);
void waiters_expire(struct waiters *, uint64_t now_ns);
void waiters_close(struct waiters *); /* resumes all, refuses more */
void wait_unref(struct http_wait *);

/* http.c: the door back to libmicrohttpd. */
void connection_suspend(void *connection);
void connection_resume(void *connection);

#endif

/*
 * api.h — the HTTP API of hasten: what the handlers share, and the route table.
 */
#ifndef HASTEN_HTTP_API_H
#define HASTEN_HTTP_API_H

#include <stdatomic.h>

#include "hasten/store.h"
#include "http.h"
#include "server/jobs/jobs.h"

struct api {
    const struct config *config; /* borrowed, as are the next two */
    struct store *store;
    struct jobs *jobs;
    char (*key_hashes)[65]; /* SHA-256 of each key a client may send */
    uint32_t key_count;     /* 0: everybody may */
    atomic_bool draining;   /* shutting down: no new work */
};

enum status api_init(struct api *, const struct config *, struct store *, struct jobs *,
                     struct error *err);
void api_release(struct api *);
/* What http_start() needs; borrows the api. */
struct http_app api_app(struct api *);

/* ---- routes.c ------------------------------------------------------------------- */

enum route_auth { OPEN, API_KEY };

enum route_limit {
    NONE,   /* answered in microseconds, also while draining */
    READ,   /* asks the store */
    SUBMIT, /* has a JSON body, makes work; refused while draining */
};

struct route {
    enum http_method method;
    str path; /* one {id} segment at most */
    http_handler *serve;
    enum route_auth auth;
    enum route_limit limit;
};

extern const struct route routes[];
extern const size_t route_count;

/* ---- auth.c --------------------------------------------------------------------- */

enum status auth_init(struct api *, struct error *err);
bool auth_allows(const struct api *, const struct http_fields *);

/* ---- handlers: route_*.c --------------------------------------------------------- */

http_handler get_health, get_ready, get_metrics, get_version, get_openapi;
http_handler post_optimize, post_optimize_async, post_verify;
http_handler get_job, list_jobs, cancel_job, get_job_diff, get_job_certificate;
http_handler post_analyze;

/* 202 with Location: the job is durable, its result comes later. */
void reply_accepted(struct http_request *, const char *job_id, enum job_state);
/* 404, or what else reading the job failed with. */
bool read_job(struct api *, struct http_request *, str id, bool with_bodies,
              struct job_row *ret);
/* The problem that a failed or cancelled job ended with. */
void reply_job_problem(struct http_request *, const struct job_row *);

#endif

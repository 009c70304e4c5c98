/*
 * store.h — what must survive: jobs and the outcomes that learning uses. SQLite by default.
 *
 * One writer thread owns the only read-write connection and commits whatever is queued in one
 * transaction (group commit, WAL, synchronous=FULL); readers use read-only connections. A call
 * that writes returns after its commit is on disk. All calls are thread-safe.
 *
 * SQL is written once, with $1 binds, over a driver interface (driver.h: prepare, bind, step).
 */
#ifndef HASTEN_STORE_H
#define HASTEN_STORE_H

#include "base.h"

struct store;

enum status store_open(const char *path, struct store **ret, struct error *err); /* migrates too */
void store_close(struct store *); /* flushes, checkpoints; accepts NULL */
/* Applies pending migrations and tells the version reached. */
enum status store_migrate(const char *path, int *ret_version, struct error *err);
enum status store_ping(struct store *, struct error *err);

enum job_state { JOB_QUEUED, JOB_RUNNING, JOB_SUCCEEDED, JOB_FAILED, JOB_CANCELLED };
const char *job_state_name(enum job_state);
bool job_state_from(str name, enum job_state *ret);
bool job_state_is_terminal(enum job_state);

struct job_row {
    char id[UUID_LEN + 1];
    enum job_state state;
    str kind;         /* "optimize" */
    int64_t created_ms, updated_ms, started_ms, finished_ms; /* unix; 0: not yet */
    str stage;        /* last stage reported */
    int32_t progress; /* 0-100 */
    int32_t attempts; /* times it was started */
    str owner;        /* worker that holds it */
    int64_t lease_ms; /* unix time at which its lease ends */
    str request;      /* JSON without secrets */
    str result;       /* JSON body of a succeeded job */
    str error;        /* problem+json of a failed one */
};

/* Makes the job durable. `row` gives id, kind, request, created_ms. */
enum status store_job_insert(struct store *, const struct job_row *row, struct error *err);
/* Oldest queued job, or one whose lease ran out, becomes running under `owner`; attempts grows.
 * STATUS_NOT_FOUND when there is none. A job past max_attempts fails instead, as "abandoned". */
enum status store_job_claim(struct store *, str owner, int64_t lease_ms, int32_t max_attempts,
                            struct arena *, struct job_row *ret, struct error *err);
/* STATUS_CONFLICT when the job is no longer ours (cancelled, or its lease was taken over). */
enum status store_job_heartbeat(struct store *, const char *id, str owner, int64_t lease_ms,
                                str stage, int32_t progress, struct error *err);
/* Exactly once: STATUS_CONFLICT unless it is running under `owner`. */
enum status store_job_finish(struct store *, const char *id, str owner, enum job_state final,
                             str result, str error, struct error *err);
/* Queued or running → cancelled. STATUS_CONFLICT when already terminal. */
enum status store_job_cancel(struct store *, const char *id, struct error *err);
/* `with_bodies` also reads request, result and error. */
enum status store_job_get(struct store *, const char *id, bool with_bodies, struct arena *,
                          struct job_row *ret, struct error *err);

struct job_page {
    struct job_row *rows; /* without bodies, newest first */
    uint32_t count;
    str next_cursor; /* "" at the end */
};
/* `state` < 0: all. `cursor` is "" or a next_cursor; a bad one is STATUS_INVALID_FIELD. */
enum status store_job_list(struct store *, int state, str cursor, uint32_t limit, struct arena *,
                           struct job_page *ret, struct error *err);
/* Counts kept in memory, seeded at open. */
void store_job_counts(struct store *, int64_t *ret_queued, int64_t *ret_running);

/* One judged candidate, for learning. */
struct outcome_row {
    str pattern, function_signature; /* hash of the finding's shape, never source */
    bool accepted;
    str gate;
    double speedup;
};
enum status store_outcome_add(struct store *, const struct outcome_row *, struct error *err);

struct pattern_record {
    str pattern;
    int64_t tried, accepted;
    double mean_log_speedup; /* of accepted ones */
};
enum status store_pattern_records(struct store *, struct arena *, struct pattern_record **ret,
                                  uint32_t *ret_count, struct error *err);

#endif

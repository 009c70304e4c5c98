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

enum status store_open(const char *path, struct store **ret,
                       struct error *err); /* migrates too */
void store_close(struct store *);          /* flushes, checkpoints; accepts NULL */
/* Applies pending migrations and tells the version reached. */
enum status store_migrate(const char *path, int *ret_version, struct error *err);
/* Reads, and tells when the last write failed (disk full, I/O error). */
enum status store_ping(struct store *, struct error *err);
/* Another clock, for tests; before any other call. */
void store_set_clock(struct store *, int64_t (*unix_ms)(void));

enum job_state { JOB_QUEUED, JOB_RUNNING, JOB_SUCCEEDED, JOB_FAILED, JOB_CANCELLED };
const char *job_state_name(enum job_state);
bool job_state_from(str name, enum job_state *ret);
bool job_state_is_terminal(enum job_state);

struct job_row {
    char id[UUID_LEN + 1];
    enum job_state state;
    str kind;                                                /* "optimize", "verify" */
    int64_t created_ms, updated_ms, started_ms, finished_ms; /* unix; 0: not yet */
    str stage;                                               /* last stage reported */
    int32_t progress;                                        /* 0-100 */
    int32_t attempts;                                        /* times it was started */
    str owner;                                               /* worker that holds it */
    int64_t lease_ms; /* unix time at which its lease ends */
    str request;      /* JSON without secrets */
    str result;       /* JSON body of a succeeded job */
    str error;        /* problem+json of a failed one */
};

#define STORE_MAX_BODY (64u << 20) /* bytes of one request, result or error */

/* Makes the job durable. `row` gives id (UUIDv7), kind, request, created_ms. STATUS_CONFLICT
 * when the id exists. */
enum status store_job_insert(struct store *, const struct job_row *row, struct error *err);
/* One whose lease ran out, or the oldest queued job, becomes running under `owner` for
 * `lease_ms` milliseconds from now; attempts grows. Reads request too. STATUS_NOT_FOUND when
 * there is none. A job past max_attempts fails instead, with the problem "abandoned". */
enum status store_job_claim(struct store *, str owner, int64_t lease_ms, int32_t max_attempts,
                            struct arena *, struct job_row *ret, struct error *err);
/* Renews the lease and tells how far it is. STATUS_CONFLICT when the job is no longer ours
 * (cancelled, or its lease was taken over). */
enum status store_job_heartbeat(struct store *, const char *id, str owner, int64_t lease_ms,
                                str stage, int32_t progress, struct error *err);
/* Exactly once: STATUS_CONFLICT unless it is running under `owner`. */
enum status store_job_finish(struct store *, const char *id, str owner, enum job_state final,
                             str result, str error, struct error *err);
/* Puts a running job back into the queue; the attempt does not count. STATUS_CONFLICT unless it
 * is running under `owner`. */
enum status store_job_release(struct store *, const char *id, str owner, struct error *err);
/* For the start of a daemon: when this process is the only user of the database, whatever is
 * marked as running was left by a dead one, and its lease ends now. Otherwise does nothing. */
enum status store_jobs_recover(struct store *, struct error *err);
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
#define STORE_MAX_PAGE 200
/* `state` < 0: all. `cursor` is "" or a next_cursor of the same list; a bad one is
 * STATUS_INVALID_FIELD. `limit` is cut to 1..STORE_MAX_PAGE. */
enum status store_job_list(struct store *, int state, str cursor, uint32_t limit,
                           struct arena *, struct job_page *ret, struct error *err);
/* Counts kept in memory, seeded at open. */
void store_job_counts(struct store *, int64_t *ret_queued, int64_t *ret_running);

/* One judged candidate, for learning. */
struct outcome_row {
    str pattern, function_signature; /* hash of the finding's shape, never source */
    bool accepted;
    str gate;       /* gate_name() */
    double speedup; /* 0 when it was not measured */
};
/* All of them in one commit. */
enum status store_outcomes_add(struct store *, const struct outcome_row *, uint32_t count,
                               struct error *err);

struct pattern_record {
    str pattern;
    int64_t tried, accepted;
    double mean_log_speedup; /* natural logarithm; of accepted ones that were measured */
};
enum status store_pattern_records(struct store *, struct arena *, struct pattern_record **ret,
                                  uint32_t *ret_count, struct error *err);

#endif

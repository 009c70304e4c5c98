/*
 * job_table.c — the life of a job: insert, claim, heartbeat, release, finish, cancel, get.
 *
 *   queued ──claim──► running ──finish──► succeeded | failed
 *     ▲  └─cancel─┐      │ ├────cancel──► cancelled
 *     └──release──┼──────┘ └─lease out, attempts used up──► failed ("abandoned")
 *                 └────────────────────► cancelled
 *
 * Exactly once: every transition is one UPDATE whose WHERE clause names the state and, for a
 * running job, the owner it must still have; a row that does not match is a lost race, told as
 * STATUS_CONFLICT. Nothing leaves a terminal state. A lease that ran out is an offer to others,
 * not an end: until somebody claims it, its owner may still finish.
 */
#include "core/store/job_row.h"

#define ABANDONED_PER_CLAIM 100

/* ---- insert --------------------------------------------------------------------------- */

static const char insert_job[] = "INSERT INTO jobs (id, state, kind, created_ms, updated_ms)"
                                 " VALUES ($1, 0, $2, $3, $3)"
                                 " ON CONFLICT (id) DO NOTHING";
static const char insert_body[] = "INSERT INTO job_bodies (id, request)"
                                  " VALUES ($1, $2)";

static enum status apply_insert(struct db *db, void *args, struct effects *effects,
                                struct error *err)
{
    const struct job_row *row = args;
    struct db_value id = db_text(str_from(row->id));
    int64_t changes = 0;
    enum status status = db_run(
        db, insert_job, BINDS(id, db_text(row->kind), db_int(row->created_ms)), &changes, err);
    if (status)
        return status;
    if (!changes)
        return error_set(err, STATUS_CONFLICT, "a job with this id exists");
    effects->queued = 1;
    return db_run(db, insert_body, BINDS(id, db_text(row->request)), NULL, err);
}

enum status store_job_insert(struct store *store, const struct job_row *row, struct error *err)
{
    if (!uuid_is_valid(str_from(row->id)))
        return error_set(err, STATUS_INVALID_FIELD, "a job needs a UUID");
    if (row->request.len > STORE_MAX_BODY)
        return error_set(err, STATUS_TOO_LARGE, "the request is too large to be stored");
    struct job_row copy = *row;
    return store_write(store, apply_insert, &copy, err);
}

/* ---- claim ---------------------------------------------------------------------------- */

struct claim {
    str owner;
    int64_t now, lease_ms;
    int32_t max_attempts;
    struct arena *arena;
    struct job_row *ret;
};

static const char abandon_job[] =
    "UPDATE jobs"
    "   SET state = 3, owner = '', lease_ms = 0, finished_ms = $1, updated_ms = $1"
    " WHERE state = 1"
    "   AND id = (SELECT id FROM jobs"
    "              WHERE state = 1 AND lease_ms <= $1 AND attempts >= $2"
    "              ORDER BY lease_ms LIMIT 1" ROW_LOCK ")"
    " RETURNING id";
static const char explain_abandoned[] = "UPDATE job_bodies"
                                        "   SET error = $2"
                                        " WHERE id = $1";
static const char take_over[] =
    "UPDATE jobs"
    "   SET owner = $1, lease_ms = $2, attempts = attempts + 1, updated_ms = $3"
    " WHERE state = 1"
    "   AND id = (SELECT id FROM jobs"
    "              WHERE state = 1 AND lease_ms <= $3"
    "              ORDER BY lease_ms LIMIT 1" ROW_LOCK ")"
    " RETURNING" JOB_COLUMNS;
static const char take_queued[] =
    "UPDATE jobs"
    "   SET state = 1, owner = $1, lease_ms = $2, attempts = attempts + 1, updated_ms = $3,"
    "       started_ms = CASE WHEN started_ms = 0 THEN $3 ELSE started_ms END"
    " WHERE state = 0"
    "   AND id = (SELECT id FROM jobs"
    "              WHERE state = 0"
    "              ORDER BY id LIMIT 1" ROW_LOCK ")"
    " RETURNING" JOB_COLUMNS;
static const char select_request[] = "SELECT request"
                                     "  FROM job_bodies"
                                     " WHERE id = $1";

/* The problem+json of a job that was given up. */
static void write_abandoned(const char *id, int32_t attempts, struct buf *out)
{
    struct json_writer w;
    char detail[96];
    snprintf(detail, sizeof(detail), "given up after %d attempts, none of which came to an end",
             (int) attempts);
    json_begin(&w, out);
    json_object(&w, NULL);
    json_cstr(&w, "type", "about:blank");
    json_cstr(&w, "title", status_title(STATUS_ABANDONED));
    json_int(&w, "status", status_http(STATUS_ABANDONED));
    json_cstr(&w, "detail", detail);
    json_cstr(&w, "code", status_code(STATUS_ABANDONED));
    json_cstr(&w, "job_id", id);
    json_end(&w);
    json_done(&w);
}

static enum status abandon_one(struct db *db, const struct claim *claim, bool *ret_any,
                               struct error *err)
{
    struct query query = { 0 };
    char id[UUID_LEN + 1] = "";
    enum status status = query_start(
        &query, db, abandon_job, BINDS(db_int(claim->now), db_int(claim->max_attempts)), err);
    *ret_any = false;
    if (!status)
        status = query_next(&query, ret_any, err);
    if (!status && *ret_any)
        snprintf(id, sizeof(id), "%.*s", STR_ARG(query_text(&query, 0)));
    query_end(&query);
    if (status || !*ret_any)
        return status;
    struct buf problem = { 0 };
    write_abandoned(id, claim->max_attempts, &problem);
    status = db_run(db, explain_abandoned,
                    BINDS(db_text(str_from(id)), db_text(buf_str(&problem))), NULL, err);
    buf_free(&problem);
    return status;
}

static enum status abandon_all(struct db *db, const struct claim *claim,
                               struct effects *effects, struct error *err)
{
    enum status status = STATUS_OK;
    bool any = true;
    for (int i = 0; i < ABANDONED_PER_CLAIM && any && !status; i++) {
        status = abandon_one(db, claim, &any, err);
        effects->running -= any;
        effects->failed += any;
    }
    return status;
}

static enum status take(struct db *db, const char *sql, const struct claim *claim,
                        bool *ret_any, struct error *err)
{
    struct query query = { 0 };
    enum status status = query_start(
        &query, db, sql,
        BINDS(db_text(claim->owner), db_int(claim->now + claim->lease_ms), db_int(claim->now)),
        err);
    if (!status)
        status = query_next(&query, ret_any, err);
    if (!status && *ret_any)
        status = job_row_read(&query, claim->arena, claim->ret, err);
    query_end(&query);
    return status;
}

static enum status read_request(struct db *db, const struct claim *claim, struct error *err)
{
    struct query query = { 0 };
    bool row = false;
    enum status status =
        query_start(&query, db, select_request, BINDS(db_text(str_from(claim->ret->id))), err);
    if (!status)
        status = query_next(&query, &row, err);
    if (!status && !row)
        status = error_set(err, STATUS_INTERNAL, "a stored job has no request");
    if (!status)
        status = job_body_read(&query, 0, claim->arena, &claim->ret->request, err);
    query_end(&query);
    return status;
}

/*
 * A damaged row stays claimed (its status is an answer, so the transaction commits): its lease
 * runs out until its attempts are used up, and it never blocks the queue.
 */
static enum status apply_claim(struct db *db, void *args, struct effects *effects,
                               struct error *err)
{
    const struct claim *claim = args;
    bool any = false;
    enum status status = abandon_all(db, claim, effects, err);
    if (!status)
        status = take(db, take_over, claim, &any, err);
    if (!status && !any) {
        status = take(db, take_queued, claim, &any, err);
        effects->queued -= any;
        effects->running += any;
    }
    if (status)
        return status;
    if (!any)
        return error_set(err, STATUS_NOT_FOUND, "no job is waiting");
    return read_request(db, claim, err);
}

enum status store_job_claim(struct store *store, str owner, int64_t lease_ms,
                            int32_t max_attempts, struct arena *arena, struct job_row *ret,
                            struct error *err)
{
    struct claim claim = { owner, store->now(), lease_ms, max_attempts, arena, ret };
    return store_write(store, apply_claim, &claim, err);
}

/* ---- while it runs -------------------------------------------------------------------- */

struct change { /* of one job, by its owner */
    const char *id;
    str owner, stage, result, error;
    int64_t now, lease_ms;
    int32_t progress;
    enum job_state state;
};

static enum status lost(struct error *err)
{
    return error_set(err, STATUS_CONFLICT, "the job is no longer held by this worker");
}

static const char renew_lease[] =
    "UPDATE jobs"
    "   SET lease_ms = $3, stage = $4, progress = $5, updated_ms = $6"
    " WHERE id = $1 AND state = 1 AND owner = $2";

static enum status apply_heartbeat(struct db *db, void *args, struct effects *effects,
                                   struct error *err)
{
    const struct change *c = args;
    int64_t changes = 0;
    (void) effects;
    enum status status =
        db_run(db, renew_lease,
               BINDS(db_text(str_from(c->id)), db_text(c->owner), db_int(c->now + c->lease_ms),
                     db_text(c->stage), db_int(c->progress), db_int(c->now)),
               &changes, err);
    return status || changes ? status : lost(err);
}

enum status store_job_heartbeat(struct store *store, const char *id, str owner,
                                int64_t lease_ms, str stage, int32_t progress,
                                struct error *err)
{
    struct change change = { .id = id,
                             .owner = owner,
                             .stage = str_slice(stage, 0, 64),
                             .now = store->now(),
                             .lease_ms = lease_ms,
                             .progress = progress < 0     ? 0
                                         : progress > 100 ? 100
                                                          : progress };
    return store_write(store, apply_heartbeat, &change, err);
}

static const char release_job[] =
    "UPDATE jobs"
    "   SET state = 0, owner = '', lease_ms = 0, attempts = attempts - 1, updated_ms = $3"
    " WHERE id = $1 AND state = 1 AND owner = $2";

static enum status apply_release(struct db *db, void *args, struct effects *effects,
                                 struct error *err)
{
    const struct change *c = args;
    int64_t changes = 0;
    enum status status = db_run(
        db, release_job, BINDS(db_text(str_from(c->id)), db_text(c->owner), db_int(c->now)),
        &changes, err);
    effects->queued += changes;
    effects->running -= changes;
    return status || changes ? status : lost(err);
}

enum status store_job_release(struct store *store, const char *id, str owner, struct error *err)
{
    struct change change = { .id = id, .owner = owner, .now = store->now() };
    return store_write(store, apply_release, &change, err);
}

static const char end_leases[] = "UPDATE jobs"
                                 "   SET lease_ms = 0"
                                 " WHERE state = 1";

static enum status apply_recover(struct db *db, void *args, struct effects *effects,
                                 struct error *err)
{
    (void) args;
    (void) effects;
    return db_run(db, end_leases, NO_BINDS, NULL, err);
}

enum status store_jobs_recover(struct store *store, struct error *err)
{
    if (store->lock_fd < 0)
        return STATUS_OK;
    return store_write(store, apply_recover, NULL, err);
}

/* ---- the end -------------------------------------------------------------------------- */

static const char finish_job[] =
    "UPDATE jobs"
    "   SET state = $3, owner = '', lease_ms = 0, finished_ms = $4, updated_ms = $4,"
    "       progress = CASE WHEN $3 = 2 THEN 100 ELSE progress END"
    " WHERE id = $1 AND state = 1 AND owner = $2";
static const char finish_body[] = "UPDATE job_bodies"
                                  "   SET result = $2, error = $3"
                                  " WHERE id = $1";

static enum status apply_finish(struct db *db, void *args, struct effects *effects,
                                struct error *err)
{
    const struct change *c = args;
    struct db_value id = db_text(str_from(c->id));
    int64_t changes = 0;
    enum status status =
        db_run(db, finish_job, BINDS(id, db_text(c->owner), db_int(c->state), db_int(c->now)),
               &changes, err);
    if (status)
        return status;
    if (!changes)
        return lost(err);
    effects->running -= 1;
    effects->failed += c->state == JOB_FAILED;
    return db_run(db, finish_body, BINDS(id, db_text(c->result), db_text(c->error)), NULL, err);
}

enum status store_job_finish(struct store *store, const char *id, str owner,
                             enum job_state final, str result, str error, struct error *err)
{
    if (!job_state_is_terminal(final))
        return error_set(err, STATUS_INVALID_FIELD, "a job cannot finish as %s",
                         job_state_name(final));
    if (result.len > STORE_MAX_BODY || error.len > STORE_MAX_BODY)
        return error_set(err, STATUS_TOO_LARGE, "the result is too large to be stored");
    struct change change = { .id = id,
                             .owner = owner,
                             .result = result,
                             .error = error,
                             .now = store->now(),
                             .state = final };
    return store_write(store, apply_finish, &change, err);
}

static const char cancel_job[] =
    "UPDATE jobs"
    "   SET state = 4, owner = '', lease_ms = 0, finished_ms = $3, updated_ms = $3"
    " WHERE id = $1 AND state = $2";
static const char select_exists[] = "SELECT 1"
                                    "  FROM jobs"
                                    " WHERE id = $1";

static enum status not_cancelled(struct db *db, struct db_value id, struct error *err)
{
    struct query query = { 0 };
    bool exists = false;
    enum status status = query_start(&query, db, select_exists, BINDS(id), err);
    if (!status)
        status = query_next(&query, &exists, err);
    query_end(&query);
    if (status)
        return status;
    return exists ? error_set(err, STATUS_CONFLICT, "the job has already ended")
                  : error_set(err, STATUS_NOT_FOUND, "there is no such job");
}

static enum status apply_cancel(struct db *db, void *args, struct effects *effects,
                                struct error *err)
{
    const struct change *c = args;
    struct db_value id = db_text(str_from(c->id));
    int64_t queued = 0, running = 0;
    enum status status =
        db_run(db, cancel_job, BINDS(id, db_int(JOB_QUEUED), db_int(c->now)), &queued, err);
    if (!status && !queued)
        status = db_run(db, cancel_job, BINDS(id, db_int(JOB_RUNNING), db_int(c->now)),
                        &running, err);
    effects->queued -= queued;
    effects->running -= running;
    return status || queued || running ? status : not_cancelled(db, id, err);
}

enum status store_job_cancel(struct store *store, const char *id, struct error *err)
{
    struct change change = { .id = id, .now = store->now() };
    return store_write(store, apply_cancel, &change, err);
}

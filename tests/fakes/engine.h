/*
 * engine.h — a job engine and store in memory, for tests of the HTTP side: nothing happens
 * until the test says so. Include it in exactly one file of a test program; it defines the
 * functions of jobs.h and the part of store.h that handlers call, so the real ones are not
 * linked.
 */
#ifndef HASTEN_TESTS_FAKE_ENGINE_H
#define HASTEN_TESTS_FAKE_ENGINE_H

#include <pthread.h>
#include <stdatomic.h>

#include "hasten/store.h"
#include "server/jobs/jobs.h"

#define ENGINE_JOBS 1024

struct fake_job {
    struct job_row row;
    void (*done)(void *);
    void *context;
};

static struct {
    pthread_mutex_t lock;
    struct fake_job jobs[ENGINE_JOBS];
    uint32_t count;
    bool not_ready;
    /* The one analysis that is under way. */
    void (*analysed)(void *, enum status, const struct error *, str);
    void *analysis;
    atomic_uint analyses, submitted;
} engine = { .lock = PTHREAD_MUTEX_INITIALIZER };

static struct fake_job *engine_find(const char *id)
{
    for (uint32_t i = 0; i < engine.count; i++)
        if (!strcmp(engine.jobs[i].row.id, id))
            return &engine.jobs[i];
    return NULL;
}

/* Ends the newest job and tells its watcher, as a worker would. */
static inline void engine_finish(enum job_state state, str result, str problem)
{
    pthread_mutex_lock(&engine.lock);
    struct fake_job *job = &engine.jobs[engine.count - 1];
    job->row.state = state;
    job->row.result = result;
    job->row.error = problem;
    void (*done)(void *) = job->done;
    void *context = job->context;
    job->done = NULL;
    pthread_mutex_unlock(&engine.lock);
    if (done)
        done(context);
}

/* ---- jobs.h --------------------------------------------------------------------- */

enum status jobs_submit(struct jobs *jobs, const struct request *request, char id[UUID_LEN + 1],
                        struct error *err)
{
    (void) jobs;
    (void) request;
    pthread_mutex_lock(&engine.lock);
    bool full = engine.count == ENGINE_JOBS;
    if (!full) {
        struct fake_job *job = &engine.jobs[engine.count++];
        *job = (struct fake_job){ 0 };
        uuid_v7(job->row.id);
        memcpy(id, job->row.id, UUID_LEN + 1);
        job->row.kind = S("optimize");
        job->row.created_ms = job->row.updated_ms = clock_unix_ms();
    }
    pthread_mutex_unlock(&engine.lock);
    atomic_fetch_add(&engine.submitted, 1);
    return full ? error_set(err, STATUS_UNAVAILABLE, "the queue is full") : STATUS_OK;
}

enum status jobs_cancel(struct jobs *jobs, const char *id, struct error *err)
{
    (void) jobs;
    pthread_mutex_lock(&engine.lock);
    struct fake_job *job = engine_find(id);
    enum status status = STATUS_OK;
    if (job_state_is_terminal(job->row.state))
        status = error_set(err, STATUS_CONFLICT, "the job has ended");
    else
        job->row.state = JOB_CANCELLED;
    pthread_mutex_unlock(&engine.lock);
    return status;
}

uint64_t jobs_watch(struct jobs *jobs, const char *id, void (*done)(void *), void *context)
{
    (void) jobs;
    pthread_mutex_lock(&engine.lock);
    struct fake_job *job = engine_find(id);
    job->done = done;
    job->context = context;
    uint64_t ticket = (uint64_t) (job - engine.jobs) + 1;
    pthread_mutex_unlock(&engine.lock);
    return ticket;
}

void jobs_unwatch(struct jobs *jobs, uint64_t ticket)
{
    (void) jobs;
    pthread_mutex_lock(&engine.lock);
    engine.jobs[ticket - 1].done = NULL;
    pthread_mutex_unlock(&engine.lock);
}

enum status jobs_analyze(struct jobs *jobs, const struct request *request,
                         void (*render)(const struct job *, struct buf *),
                         void (*done)(void *, enum status, const struct error *, str),
                         void *context, struct error *err)
{
    (void) jobs;
    (void) request;
    (void) render;
    (void) err;
    engine.analysed = done;
    engine.analysis = context;
    atomic_fetch_add(&engine.analyses, 1);
    return STATUS_OK;
}

bool jobs_ready(struct jobs *jobs, struct buf *reason)
{
    (void) jobs;
    if (engine.not_ready)
        buf_append(reason, S("no sandbox"));
    return !engine.not_ready;
}

uint32_t jobs_sandbox_layers(struct jobs *jobs)
{
    (void) jobs;
    return 0x43;
}

/* ---- store.h -------------------------------------------------------------------- */

static const char *const state_names[] = { "queued", "running", "succeeded", "failed",
                                           "cancelled" };

const char *job_state_name(enum job_state state)
{
    return state_names[state];
}

bool job_state_from(str name, enum job_state *ret)
{
    for (size_t i = 0; i < ARRAY_LEN(state_names); i++)
        if (str_equal(name, str_from(state_names[i]))) {
            *ret = (enum job_state) i;
            return true;
        }
    return false;
}

bool job_state_is_terminal(enum job_state state)
{
    return state >= JOB_SUCCEEDED;
}

enum status store_ping(struct store *store, struct error *err)
{
    (void) store;
    (void) err;
    return STATUS_OK;
}

void store_job_counts(struct store *store, int64_t *queued, int64_t *running)
{
    (void) store;
    *queued = engine.count;
    *running = 0;
}

enum status store_job_get(struct store *store, const char *id, bool with_bodies,
                          struct arena *arena, struct job_row *ret, struct error *err)
{
    (void) store;
    (void) with_bodies;
    (void) arena;
    (void) err;
    pthread_mutex_lock(&engine.lock);
    struct fake_job *job = engine_find(id);
    if (job)
        *ret = job->row;
    pthread_mutex_unlock(&engine.lock);
    return job ? STATUS_OK : STATUS_NOT_FOUND;
}

enum status store_job_list(struct store *store, int state, str cursor, uint32_t limit,
                           struct arena *arena, struct job_page *ret, struct error *err)
{
    (void) store;
    (void) cursor;
    (void) err;
    *ret = (struct job_page){ .rows = ARENA_ARRAY(arena, struct job_row, limit) };
    pthread_mutex_lock(&engine.lock);
    for (uint32_t i = engine.count; i > 0 && ret->count < limit; i--)
        if (state < 0 || (int) engine.jobs[i - 1].row.state == state)
            ret->rows[ret->count++] = engine.jobs[i - 1].row;
    pthread_mutex_unlock(&engine.lock);
    return STATUS_OK;
}

#endif

/*
 * worker.c — claims a job, runs the pipeline on it, stores how it ended.
 *
 * A worker sleeps until `look` says that a claim may succeed, then claims until nothing is
 * left; each success sets `look` again for the next worker, so a burst wakes as many as it
 * needs. The job's memory is one arena, freed with the job.
 *
 * Who may end a job is decided by the store alone: finishing is guarded by state and owner. A
 * run whose job was cancelled or taken over is told through `cancel`, and whatever it still
 * produces is refused there with STATUS_CONFLICT and dropped here.
 *
 * Registering under the lock comes before asking the store whether the job is still ours, and
 * jobs_cancel() does the two in the opposite order, so a cancellation cannot slip between.
 */
#include <malloc.h>

#include "hasten/pipeline.h"
#include "hasten/report.h"
#include "server/jobs/jobs_internal.h"

#define STORE_PAUSE_NS (500ull * NS_PER_MS)
#define STORE_TRIES    20

static void log_job(enum log_level level, const char *event, const char *id, const char *detail)
{
    log_event(level, event, "job_id", id, "detail", detail, NULL);
}

/* ---- progress ------------------------------------------------------------------------- */

/* Only notes it: the ticker writes, at most a few times a second, so that the pipeline (and
 * what it is timing) never waits for a disk. */
static void note_progress(void *context, const char *stage, int percent, const char *note)
{
    struct worker *worker = context;
    struct jobs *jobs = worker->jobs;
    (void) note;
    pthread_mutex_lock(&jobs->lock);
    snprintf(worker->stage, sizeof(worker->stage), "%s", stage);
    worker->progress = percent;
    if (!worker->reported)
        pthread_cond_signal(&jobs->tick);
    worker->reported = true;
    pthread_mutex_unlock(&jobs->lock);
}

/* ---- one job -------------------------------------------------------------------------- */

/* Makes the job visible to the ticker and to jobs_cancel(). False when draining has begun. */
static bool register_job(struct worker *worker, const char *id)
{
    struct jobs *jobs = worker->jobs;
    pthread_mutex_lock(&jobs->lock);
    bool open = jobs->mode == JOBS_OPEN;
    if (open) {
        memcpy(worker->job_id, id, sizeof(worker->job_id));
        worker->run++;
        worker->give_back = worker->reported = false;
        worker->stage[0] = '\0';
        worker->progress = 0;
        worker->written_ns = clock_ns();
        atomic_store(&worker->cancel, false);
    }
    pthread_mutex_unlock(&jobs->lock);
    return open;
}

static void unregister_job(struct worker *worker)
{
    pthread_mutex_lock(&worker->jobs->lock);
    worker->job_id[0] = '\0';
    pthread_cond_broadcast(&worker->jobs->quiet);
    pthread_mutex_unlock(&worker->jobs->lock);
}

static bool is_given_back(struct worker *worker)
{
    pthread_mutex_lock(&worker->jobs->lock);
    bool give_back = worker->give_back;
    pthread_mutex_unlock(&worker->jobs->lock);
    return give_back;
}

static bool is_still_ours(struct worker *worker, const struct job_row *row, struct arena *arena)
{
    struct job_row now;
    enum status status = store_job_get(worker->jobs->store, row->id, false, arena, &now, NULL);
    return status ||
           (now.state == JOB_RUNNING && str_equal(now.owner, str_from(worker->owner)));
}

static uint64_t deadline_of(const struct config *config, const struct request *request)
{
    double seconds =
        request->budget.seconds > 0 ? request->budget.seconds : (double) config->job_budget;
    return clock_ns() + (uint64_t) (seconds * 1e9);
}

static enum status run_pipeline(struct worker *worker, const struct job_row *row,
                                struct job *job, struct error *err)
{
    struct jobs *jobs = worker->jobs;
    bool pair = str_equal(row->kind, str_from(request_kind_name(REQUEST_VERIFY)));
    enum status status = request_parse_as(pair ? REQUEST_VERIFY : REQUEST_OPTIMIZE, row->request,
                                          jobs->config, job->arena, &job->request, err);
    if (status)
        return status;
    memcpy(job->id, row->id, sizeof(job->id));
    job->config = jobs->config;
    job->deadline_ns = deadline_of(jobs->config, &job->request);
    job->cancel = &worker->cancel;
    job->on_progress = note_progress;
    job->progress_context = worker;
    job->sandbox = worker->slot.sandbox;
    sandbox_set_cancel(job->sandbox, job->cancel);
    job->llm = jobs->llm;
    job->store = jobs->store;
    char *key = secret_take(jobs, row->id);
    job->request.api_key = str_from(key);
    status = pipeline_run(job, err);
    job->request.api_key = S("");
    secret_free(key);
    return status;
}

struct ending {
    enum job_state state;
    bool give_back; /* not an end: the job returns to the queue */
    struct buf result, problem;
};

static void render(const struct job *job, const char *id, enum status status, struct error *err,
                   struct ending *ret)
{
    ret->state = status ? JOB_FAILED : JOB_SUCCEEDED;
    if (!status && job->request.kind == REQUEST_VERIFY)
        report_verify_json(job, &ret->result);
    else if (!status)
        report_optimize_json(job, &ret->result);
    if (ret->result.len > STORE_MAX_BODY) {
        buf_clear(&ret->result);
        ret->state = JOB_FAILED;
        error_set(err, STATUS_LIMIT, "the result is too large to be stored");
    }
    if (ret->state == JOB_FAILED) {
        char instance[64];
        snprintf(instance, sizeof(instance), "/api/v1/jobs/%s", id);
        report_problem_json(err, instance, &ret->problem);
    }
}

static enum status store_once(struct worker *worker, const char *id, struct ending *ending,
                              struct error *err)
{
    struct store *store = worker->jobs->store;
    str owner = str_from(worker->owner);
    ending->give_back = is_given_back(worker);
    if (ending->give_back)
        return store_job_release(store, id, owner, err);
    return store_job_finish(store, id, owner, ending->state, buf_str(&ending->result),
                            buf_str(&ending->problem), err);
}

/* The lease is renewed meanwhile, so a store that is down for some seconds costs nothing. */
static enum status store_ending(struct worker *worker, const char *id, struct ending *ending,
                                struct error *err)
{
    const struct timespec pause = { 0, (long) STORE_PAUSE_NS };
    enum status status = store_once(worker, id, ending, err);
    for (int i = 1; i < STORE_TRIES && status == STATUS_STORE; i++) {
        nanosleep(&pause, NULL);
        status = store_once(worker, id, ending, err);
    }
    return status;
}

static void log_ending(const char *id, const struct ending *ending, enum status stored,
                       const struct error *store_err, const struct error *err)
{
    if (stored == STATUS_CONFLICT) /* cancelled, or taken over by another worker */
        log_job(LOG_INFO, "job_dropped", id, store_err->detail);
    else if (stored)
        log_job(LOG_ERROR, "job_not_stored", id, store_err->detail);
    else if (ending->give_back)
        log_job(LOG_INFO, "job_given_back", id, "shutting down");
    else if (ending->state == JOB_FAILED)
        log_job(LOG_WARNING, "job_failed", id, status_code(err->status));
    else
        log_job(LOG_INFO, "job_succeeded", id, "");
}

/* True when it was this worker that ended the job. */
static bool finish(struct worker *worker, const struct job *job, const char *id,
                   enum status status, struct error *err)
{
    struct ending ending = { 0 };
    struct error store_err = { 0 };
    render(job, id, status, err, &ending);
    enum status stored = store_ending(worker, id, &ending, &store_err);
    log_ending(id, &ending, stored, &store_err, err);
    bool ended = !stored && !ending.give_back;
    counter_add(COUNTER_JOBS_SUCCEEDED, ended && ending.state == JOB_SUCCEEDED);
    buf_free(&ending.result);
    buf_free(&ending.problem);
    return ended;
}

/* A sandbox that broke is replaced before the next job. */
static void refresh_slot(struct worker *worker, bool broken)
{
    struct jobs *jobs = worker->jobs;
    char why[sizeof(jobs->sandbox_error)] = "";
    if (broken)
        slot_close(&worker->slot);
    bool open = slot_open(&worker->slot, jobs->config, why, sizeof(why));
    if (open || worker == jobs->workers) /* whoever is first makes us ready: its walls are told */
        atomic_store(&jobs->layers, open ? sandbox_layers(worker->slot.sandbox) : 0);
    pthread_mutex_lock(&jobs->lock);
    worker->slot_state = open ? SLOT_OPEN : SLOT_FAILED;
    if (*why)
        memcpy(jobs->sandbox_error, why, sizeof(why));
    pthread_mutex_unlock(&jobs->lock);
}

static void run_job(struct worker *worker, const struct job_row *row, struct arena *arena)
{
    struct jobs *jobs = worker->jobs;
    struct error err = { 0 };
    bool ended = false;
    if (!register_job(worker, row->id)) {
        store_job_release(jobs->store, row->id, str_from(worker->owner), NULL);
        return;
    }
    counter_add(COUNTER_JOBS_RECLAIMED, row->attempts > 1);
    if (is_still_ours(worker, row, arena)) {
        struct job *job = ARENA_NEW(arena, struct job);
        job->arena = arena;
        refresh_slot(worker, false);
        enum status status = run_pipeline(worker, row, job, &err);
        ended = finish(worker, job, row->id, status, &err);
        if (status == STATUS_SANDBOX)
            refresh_slot(worker, true);
    }
    unregister_job(worker);
    if (ended)
        watches_call(jobs, row->id);
}

/* ---- the loop ------------------------------------------------------------------------- */

static void look_again(struct jobs *jobs)
{
    pthread_mutex_lock(&jobs->lock);
    jobs->look = true;
    pthread_cond_signal(&jobs->work);
    pthread_mutex_unlock(&jobs->lock);
}

/* Sleeps for a while, or until the engine closes. */
static void pause_for_store(struct jobs *jobs)
{
    uint64_t until = clock_ns() + 2 * STORE_PAUSE_NS;
    pthread_mutex_lock(&jobs->lock);
    while (jobs->mode == JOBS_OPEN && clock_ns() < until)
        jobs_wait_until(jobs, &jobs->work, until);
    pthread_mutex_unlock(&jobs->lock);
}

/* True when another claim may succeed. */
static bool claim_and_run(struct worker *worker)
{
    struct jobs *jobs = worker->jobs;
    struct arena *arena = arena_new(JOB_ARENA_LIMIT);
    struct job_row row;
    struct error err = { 0 };
    enum status status =
        store_job_claim(jobs->store, str_from(worker->owner), (int64_t) jobs_lease_ms(jobs),
                        (int32_t) jobs->config->max_attempts, arena, &row, &err);
    if (!status) {
        look_again(jobs);
        run_job(worker, &row, arena);
    } else if (status != STATUS_NOT_FOUND) {
        log_event(LOG_ERROR, "claim_failed", "detail", err.detail, NULL);
        pause_for_store(jobs);
    }
    arena_free(arena);
    return status != STATUS_NOT_FOUND;
}

/* False when the engine closes. */
static bool await_work(struct jobs *jobs)
{
    pthread_mutex_lock(&jobs->lock);
    while (jobs->mode == JOBS_OPEN && !jobs->look)
        pthread_cond_wait(&jobs->work, &jobs->lock);
    bool open = jobs->mode == JOBS_OPEN;
    jobs->look = false;
    pthread_mutex_unlock(&jobs->lock);
    return open;
}

static bool is_open(struct jobs *jobs)
{
    pthread_mutex_lock(&jobs->lock);
    bool open = jobs->mode == JOBS_OPEN;
    pthread_mutex_unlock(&jobs->lock);
    return open;
}

void *worker_main(void *context)
{
    struct worker *worker = context;
    struct jobs *jobs = worker->jobs;
    refresh_slot(worker, false);
    while (await_work(jobs)) {
        while (is_open(jobs) && claim_and_run(worker))
            ;
        malloc_trim(0); /* what the jobs used goes back to the machine */
    }
    slot_close(&worker->slot);
    return NULL;
}

/*
 * jobs.c — start, submission, cancellation, drain and stop. The file essay of the whole folder:
 *
 *   jobs_submit ──► store (durable) ──► look ──► worker: claim, pipeline, finish ──► watches
 *                                                  ▲            │ progress, lease
 *   jobs_cancel ──► store ──► worker's cancel flag ┘            ▼
 *   jobs_analyze ──► analyst thread                           ticker ──► store
 *
 * The store is the only truth about a job; this process keeps just what it needs to act at
 * once: which worker runs what, who waits for it, and the keys that must not be stored.
 *
 * Stop order: no claims and no submissions, grace, cancel what still runs, join the workers and
 * the analyst, then the ticker, which renews leases until the last of them has gone.
 */
#include "hasten/pipeline.h"
#include "server/jobs/jobs_internal.h"

#define STACK_BYTES ((size_t) 4 << 20) /* parsers and renderers may nest deeply */

void jobs_wait_until(struct jobs *jobs, pthread_cond_t *condition, uint64_t deadline_ns)
{
    struct timespec at = { (time_t) (deadline_ns / NS_PER_S), (long) (deadline_ns % NS_PER_S) };
    pthread_cond_timedwait(condition, &jobs->lock, &at);
}

uint64_t jobs_lease_ms(const struct jobs *jobs)
{
    return (uint64_t) jobs->config->lease * 1000;
}

/* ---- start ---------------------------------------------------------------------------- */

enum { MAX_WORKERS = 64 };

static uint32_t worker_count(const struct config *config)
{
    uint32_t cores = cores_usable();
    if (config->workers > 0)
        return (uint32_t) config->workers;
    return cores < MAX_WORKERS ? cores : MAX_WORKERS;
}

static struct jobs *jobs_new(const struct config *config, struct store *store,
                             struct llm_client *llm)
{
    uint32_t count = worker_count(config);
    struct jobs *jobs = xcalloc(1, sizeof(*jobs) + count * sizeof(struct worker));
    jobs->config = config;
    jobs->store = store;
    jobs->llm = llm;
    jobs->look = true; /* for what an earlier process left */
    jobs->worker_count = count;
    jobs->analyst.last = &jobs->analyst.first;
    char process[UUID_LEN + 1];
    uuid_v7(process);
    for (uint32_t i = 0; i < count; i++) {
        jobs->workers[i].jobs = jobs;
        snprintf(jobs->workers[i].owner, sizeof(jobs->workers[i].owner), "%s/%u", process, i);
    }
    pthread_mutex_init(&jobs->lock, NULL);
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_t *const conditions[] = { &jobs->work, &jobs->analyses, &jobs->tick,
                                           &jobs->quiet, &jobs->called };
    for (size_t i = 0; i < ARRAY_LEN(conditions); i++)
        pthread_cond_init(conditions[i], &monotonic);
    pthread_condattr_destroy(&monotonic);
    return jobs;
}

static bool start_thread(pthread_t *thread, void *(*run)(void *), void *context)
{
    pthread_attr_t attr;
    pthread_attr_init(&attr);
    pthread_attr_setstacksize(&attr, STACK_BYTES);
    int failed = pthread_create(thread, &attr, run, context);
    pthread_attr_destroy(&attr);
    return !failed;
}

static bool start_threads(struct jobs *jobs)
{
    jobs->ticker_started = start_thread(&jobs->ticker, ticker_main, jobs);
    jobs->analyst_started =
        jobs->ticker_started && start_thread(&jobs->analyst.thread, analyst_main, jobs);
    if (!jobs->analyst_started)
        return false;
    for (; jobs->workers_started < jobs->worker_count; jobs->workers_started++) {
        struct worker *worker = &jobs->workers[jobs->workers_started];
        if (!start_thread(&worker->thread, worker_main, worker))
            return false;
    }
    return true;
}

enum status jobs_start(const struct config *config, struct store *store, struct llm_client *llm,
                       struct jobs **ret, struct error *err)
{
    enum status status = store_jobs_recover(store, err);
    if (status)
        return status;
    struct jobs *jobs = jobs_new(config, store, llm);
    if (!start_threads(jobs)) {
        jobs_stop(jobs);
        return error_set(err, STATUS_UNAVAILABLE, "cannot start the worker threads");
    }
    *ret = jobs;
    return STATUS_OK;
}

/* ---- stop ----------------------------------------------------------------------------- */

/* Holds the lock. */
static bool is_quiet(const struct jobs *jobs)
{
    for (uint32_t i = 0; i < jobs->worker_count; i++) {
        if (jobs->workers[i].job_id[0])
            return false;
    }
    return !jobs->analyst.busy && !jobs->analyst.queued;
}

/* Holds the lock. */
static void give_back_all(struct jobs *jobs)
{
    atomic_store(&jobs->analyst.cancel, true);
    for (uint32_t i = 0; i < jobs->worker_count; i++) {
        jobs->workers[i].give_back = true;
        atomic_store(&jobs->workers[i].cancel, true);
    }
}

void jobs_drain(struct jobs *jobs, uint32_t grace_ms)
{
    uint64_t until = clock_ns() + (uint64_t) grace_ms * NS_PER_MS;
    pthread_mutex_lock(&jobs->lock);
    if (jobs->mode == JOBS_OPEN)
        jobs->mode = JOBS_DRAINING;
    pthread_cond_broadcast(&jobs->work);
    pthread_cond_broadcast(&jobs->analyses);
    while (!is_quiet(jobs) && clock_ns() < until)
        jobs_wait_until(jobs, &jobs->quiet, until);
    give_back_all(jobs);
    pthread_mutex_unlock(&jobs->lock);
}

static void join_threads(struct jobs *jobs)
{
    for (uint32_t i = 0; i < jobs->workers_started; i++)
        pthread_join(jobs->workers[i].thread, NULL);
    if (jobs->analyst_started)
        pthread_join(jobs->analyst.thread, NULL);
    pthread_mutex_lock(&jobs->lock);
    jobs->mode = JOBS_STOPPED;
    pthread_cond_signal(&jobs->tick);
    pthread_mutex_unlock(&jobs->lock);
    if (jobs->ticker_started)
        pthread_join(jobs->ticker, NULL);
}

void jobs_stop(struct jobs *jobs)
{
    if (!jobs)
        return;
    jobs_drain(jobs, 0);
    join_threads(jobs);
    watches_free(jobs);
    while (jobs->secrets)
        secret_free(secret_take(jobs, jobs->secrets->id));
    pthread_cond_t *const conditions[] = { &jobs->work, &jobs->analyses, &jobs->tick,
                                           &jobs->quiet, &jobs->called };
    for (size_t i = 0; i < ARRAY_LEN(conditions); i++)
        pthread_cond_destroy(conditions[i]);
    pthread_mutex_destroy(&jobs->lock);
    free(jobs);
}

/* ---- submission and cancellation ------------------------------------------------------ */

static bool is_accepting(struct jobs *jobs)
{
    pthread_mutex_lock(&jobs->lock);
    bool open = jobs->mode == JOBS_OPEN;
    pthread_mutex_unlock(&jobs->lock);
    return open;
}

static enum status admit(struct jobs *jobs, struct error *err)
{
    int64_t queued, running;
    store_job_counts(jobs->store, &queued, &running);
    if (!is_accepting(jobs))
        return error_set(err, STATUS_UNAVAILABLE, "the server is shutting down");
    if (queued >= jobs->config->max_queue)
        return error_set(err, STATUS_UNAVAILABLE, "the queue is full");
    return STATUS_OK;
}

enum status jobs_submit(struct jobs *jobs, const struct request *request,
                        char ret_id[UUID_LEN + 1], struct error *err)
{
    enum status status = admit(jobs, err);
    if (status)
        return status;
    struct job_row row = { .kind = str_from(request_kind_name(request->kind)),
                           .created_ms = clock_unix_ms() };
    struct buf body = { 0 };
    uuid_v7(row.id);
    request_write(request, &body);
    row.request = buf_str(&body);
    if (request->api_key.len) /* before a worker can claim the job */
        secret_put(jobs, row.id, request->api_key);
    status = store_job_insert(jobs->store, &row, err);
    buf_free(&body);
    if (status) {
        secret_free(secret_take(jobs, row.id));
        return status;
    }
    counter_add(COUNTER_JOBS_ACCEPTED, 1);
    memcpy(ret_id, row.id, sizeof(row.id));
    pthread_mutex_lock(&jobs->lock);
    jobs->look = true;
    pthread_cond_signal(&jobs->work);
    pthread_mutex_unlock(&jobs->lock);
    return STATUS_OK;
}

enum status jobs_cancel(struct jobs *jobs, const char *id, struct error *err)
{
    enum status status = store_job_cancel(jobs->store, id, err);
    if (status)
        return status;
    counter_add(COUNTER_JOBS_CANCELLED, 1);
    secret_free(secret_take(jobs, id));
    pthread_mutex_lock(&jobs->lock);
    for (uint32_t i = 0; i < jobs->worker_count; i++) {
        if (strcmp(jobs->workers[i].job_id, id) == 0)
            atomic_store(&jobs->workers[i].cancel, true);
    }
    pthread_mutex_unlock(&jobs->lock);
    watches_due(jobs, id);
    return STATUS_OK;
}

/* ---- readiness ------------------------------------------------------------------------ */

/* Holds the lock. */
static bool is_sandbox_ready(const struct jobs *jobs, struct buf *reason)
{
    bool starting = false;
    for (uint32_t i = 0; i < jobs->worker_count; i++) {
        if (jobs->workers[i].slot_state == SLOT_OPEN)
            return true;
        starting = starting || jobs->workers[i].slot_state == SLOT_STARTING;
    }
    if (starting)
        buf_append(reason, S("the sandbox is starting"));
    else
        buf_printf(reason, "no sandbox: %s", jobs->sandbox_error);
    return false;
}

bool jobs_ready(struct jobs *jobs, struct buf *ret_reason)
{
    struct error err = { 0 };
    if (!is_accepting(jobs)) {
        buf_append(ret_reason, S("shutting down"));
        return false;
    }
    if (store_ping(jobs->store, &err)) {
        buf_printf(ret_reason, "store: %s", err.detail);
        return false;
    }
    pthread_mutex_lock(&jobs->lock);
    bool ready = is_sandbox_ready(jobs, ret_reason);
    pthread_mutex_unlock(&jobs->lock);
    return ready;
}

uint32_t jobs_sandbox_layers(struct jobs *jobs)
{
    return atomic_load(&jobs->layers);
}

/*
 * ticker.c — the clock of the engine: one thread that renews leases, writes progress, looks for
 * leases that others let run out, and serves watches.
 *
 * It sleeps until the earliest of: a third of the lease since a running job was last written; a
 * quarter of a second since then when there is progress to write; the next look for abandoned
 * jobs (a third of the lease); the next look into the store for watched jobs (a second, only
 * while somebody watches). An idle engine wakes up once per third of a lease.
 */
#include "server/jobs/jobs_internal.h"

#define PROGRESS_NS (250ull * NS_PER_MS)
#define WATCH_NS    (1ull * NS_PER_S)

struct beat { /* a heartbeat to write, copied out of the lock */
    struct worker *worker;
    uint64_t run;
    char id[UUID_LEN + 1], stage[64];
    int progress;
};

static uint64_t earlier(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

static uint64_t beat_period(const struct jobs *jobs)
{
    return jobs_lease_ms(jobs) * NS_PER_MS / 3;
}

static uint64_t beat_due_at(const struct jobs *jobs, const struct worker *worker)
{
    if (!worker->job_id[0])
        return UINT64_MAX;
    return worker->written_ns + (worker->reported ? PROGRESS_NS : beat_period(jobs));
}

/* Next worker from `index` whose heartbeat is due. Holds the lock. */
static bool next_beat(struct jobs *jobs, uint32_t *index, uint64_t now, struct beat *ret)
{
    for (; *index < jobs->worker_count; ++*index) {
        struct worker *worker = &jobs->workers[*index];
        if (beat_due_at(jobs, worker) > now)
            continue;
        *ret =
            (struct beat){ .worker = worker, .run = worker->run, .progress = worker->progress };
        memcpy(ret->id, worker->job_id, sizeof(ret->id));
        memcpy(ret->stage, worker->stage, sizeof(ret->stage));
        worker->written_ns = now;
        worker->reported = false;
        ++*index;
        return true;
    }
    return false;
}

/* A job that is no longer ours is wound up, unless the worker has moved on meanwhile. */
static void write_beat(struct jobs *jobs, const struct beat *beat)
{
    struct worker *worker = beat->worker;
    enum status status = store_job_heartbeat(jobs->store, beat->id, str_from(worker->owner),
                                             (int64_t) jobs_lease_ms(jobs),
                                             str_from(beat->stage), beat->progress, NULL);
    if (status != STATUS_CONFLICT)
        return;
    pthread_mutex_lock(&jobs->lock);
    if (worker->run == beat->run)
        atomic_store(&worker->cancel, true);
    pthread_mutex_unlock(&jobs->lock);
}

static void write_beats(struct jobs *jobs, uint64_t now)
{
    uint32_t index = 0;
    struct beat beat;
    for (;;) {
        pthread_mutex_lock(&jobs->lock);
        bool any = next_beat(jobs, &index, now, &beat);
        pthread_mutex_unlock(&jobs->lock);
        if (!any)
            return;
        write_beat(jobs, &beat);
    }
}

/* Holds the lock. */
static bool has_due_watch(const struct jobs *jobs)
{
    const struct watch *watch = jobs->watches;
    while (watch && watch->state != WATCH_DUE)
        watch = watch->next;
    return watch != NULL;
}

static uint64_t next_due(const struct jobs *jobs, uint64_t look_at, uint64_t watch_at)
{
    uint64_t at = jobs->watches ? earlier(look_at, watch_at) : look_at;
    for (uint32_t i = 0; i < jobs->worker_count; i++)
        at = earlier(at, beat_due_at(jobs, &jobs->workers[i]));
    return at;
}

/* Sleeps until something is due. False when the engine has stopped. */
static bool await_due(struct jobs *jobs, uint64_t look_at, uint64_t watch_at)
{
    pthread_mutex_lock(&jobs->lock);
    for (;;) {
        uint64_t at = next_due(jobs, look_at, watch_at);
        if (jobs->mode == JOBS_STOPPED || has_due_watch(jobs) || at <= clock_ns())
            break;
        jobs_wait_until(jobs, &jobs->tick, at);
    }
    bool go_on = jobs->mode != JOBS_STOPPED;
    pthread_mutex_unlock(&jobs->lock);
    return go_on;
}

static void look_for_abandoned(struct jobs *jobs)
{
    pthread_mutex_lock(&jobs->lock);
    jobs->look = true;
    pthread_cond_signal(&jobs->work);
    pthread_mutex_unlock(&jobs->lock);
}

void *ticker_main(void *context)
{
    struct jobs *jobs = context;
    uint64_t look_at = clock_ns() + beat_period(jobs), watch_at = clock_ns() + WATCH_NS;
    while (await_due(jobs, look_at, watch_at)) {
        watches_call_due(jobs);
        uint64_t now = clock_ns();
        write_beats(jobs, now);
        if (now >= look_at) {
            look_for_abandoned(jobs);
            look_at = now + beat_period(jobs);
        }
        if (now >= watch_at) {
            watches_check(jobs);
            watch_at = clock_ns() + WATCH_NS;
        }
    }
    return NULL;
}

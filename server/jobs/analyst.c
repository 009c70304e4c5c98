/*
 * analyst.c — the lane for analyses: one thread, a short queue in memory, nothing durable.
 *
 * An analysis executes nothing, takes milliseconds and is not worth a row in the store; a queue
 * of its own keeps it from waiting behind optimisations. Every accepted analysis gets exactly
 * one call of `done`, also at shutdown. The request travels as the JSON that the store would
 * hold, so the caller's memory may go as soon as jobs_analyze() returns.
 */
#include <malloc.h>

#include "hasten/pipeline.h"
#include "server/jobs/jobs_internal.h"

#define QUEUE_LIMIT 64
#define TRIM_ABOVE  (8u << 20)

struct analysis {
    struct buf request;
    void (*render)(const struct job *, struct buf *);
    void (*done)(void *context, enum status, const struct error *, str body);
    void *context;
    struct analysis *next;
};

static void analysis_free(struct analysis *analysis)
{
    buf_free(&analysis->request);
    free(analysis);
}

enum status jobs_analyze(struct jobs *jobs, const struct request *request,
                         void (*render)(const struct job *, struct buf *),
                         void (*done)(void *, enum status, const struct error *, str),
                         void *context, struct error *err)
{
    struct analyst *analyst = &jobs->analyst;
    struct analysis *analysis = xcalloc(1, sizeof(*analysis));
    analysis->render = render;
    analysis->done = done;
    analysis->context = context;
    request_write(request, &analysis->request);

    pthread_mutex_lock(&jobs->lock);
    bool open = jobs->mode == JOBS_OPEN, room = analyst->queued < QUEUE_LIMIT;
    if (open && room) {
        *analyst->last = analysis;
        analyst->last = &analysis->next;
        analyst->queued++;
        pthread_cond_signal(&jobs->analyses);
    }
    pthread_mutex_unlock(&jobs->lock);
    if (open && room)
        return STATUS_OK;
    analysis_free(analysis);
    return open ? error_set(err, STATUS_TOO_MANY, "too many analyses are waiting")
                : error_set(err, STATUS_UNAVAILABLE, "the server is shutting down");
}

static enum status analyze(struct jobs *jobs, const struct analysis *analysis,
                           struct arena *arena, struct buf *body, struct error *err)
{
    struct job *job = ARENA_NEW(arena, struct job);
    enum status status =
        request_parse(buf_str(&analysis->request), jobs->config, arena, &job->request, err);
    if (status)
        return status;
    uuid_v7(job->id);
    job->arena = arena;
    job->config = jobs->config;
    job->deadline_ns = clock_ns() + (uint64_t) jobs->config->job_budget * NS_PER_S;
    job->cancel = &jobs->analyst.cancel;
    job->sandbox = jobs->analyst.slot.sandbox;
    sandbox_set_cancel(job->sandbox, job->cancel);
    status = pipeline_analyze(job, err);
    if (!status)
        analysis->render(job, body);
    return status;
}

static void run_analysis(struct jobs *jobs, const struct analysis *analysis)
{
    struct arena *arena = arena_new(JOB_ARENA_LIMIT);
    struct buf body = { 0 };
    struct error err = { 0 };
    enum status status = STATUS_CANCELLED;
    char why[sizeof(jobs->sandbox_error)];
    slot_open(&jobs->analyst.slot, jobs->config, why, sizeof(why));
    if (!atomic_load(&jobs->analyst.cancel))
        status = analyze(jobs, analysis, arena, &body, &err);
    if (status == STATUS_CANCELLED) /* only a shutdown cancels an analysis */
        status = error_set(&err, STATUS_UNAVAILABLE, "the server is shutting down");
    analysis->done(analysis->context, status, &err, buf_str(&body));
    if (status == STATUS_SANDBOX)
        slot_close(&jobs->analyst.slot);
    bool large = arena_used(arena) > TRIM_ABOVE;
    arena_free(arena);
    buf_free(&body);
    if (large)
        malloc_trim(0);
}

/* The next one, or NULL when the engine closes and the queue is empty. */
static struct analysis *await_analysis(struct jobs *jobs)
{
    struct analyst *analyst = &jobs->analyst;
    pthread_mutex_lock(&jobs->lock);
    analyst->busy = false;
    pthread_cond_broadcast(&jobs->quiet);
    while (!analyst->first && jobs->mode == JOBS_OPEN)
        pthread_cond_wait(&jobs->analyses, &jobs->lock);
    struct analysis *analysis = analyst->first;
    if (analysis) {
        analyst->first = analysis->next;
        if (!analyst->first)
            analyst->last = &analyst->first;
        analyst->queued--;
        analyst->busy = true;
    }
    pthread_mutex_unlock(&jobs->lock);
    return analysis;
}

void *analyst_main(void *context)
{
    struct jobs *jobs = context;
    struct analysis *analysis;
    char why[sizeof(jobs->sandbox_error)];
    slot_open(&jobs->analyst.slot, jobs->config, why, sizeof(why));
    while ((analysis = await_analysis(jobs)) != NULL) {
        run_analysis(jobs, analysis);
        analysis_free(analysis);
    }
    slot_close(&jobs->analyst.slot);
    return NULL;
}

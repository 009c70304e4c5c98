/*
 * jobs.h — the queue and its workers: durable jobs, leases, progress, cancellation, and an
 * in-memory lane for analyses.
 *
 * Threads: `workers` threads, each with its own sandbox slot, claim jobs from the store; one
 * analyst thread with its own slot serves jobs_analyze(); one ticker renews leases. Callbacks
 * run on those threads, never under a lock.
 */
#ifndef HASTEN_JOBS_H
#define HASTEN_JOBS_H

#include "hasten/llm.h"
#include "hasten/model.h"
#include "hasten/store.h"

struct jobs;

/* Borrowed for the life of the engine. llm may be NULL. */
enum status jobs_start(const struct config *, struct store *, struct llm_client *,
                       struct jobs **ret, struct error *err);

/*
 * Shutdown in two steps. jobs_drain() stops claiming and waits up to `grace_ms` for running
 * jobs; what is left is cancelled in this process and goes back to the queue for the next one.
 * jobs_stop() ends the threads and frees everything.
 */
void jobs_drain(struct jobs *, uint32_t grace_ms);
void jobs_stop(struct jobs *);

/* Validated request → durable job. `request->api_key` stays in memory, by job id. Writes the
 * new id. STATUS_UNAVAILABLE when the queue is full or draining. */
enum status jobs_submit(struct jobs *, const struct request *, char ret_id[UUID_LEN + 1],
                        struct error *err);
enum status jobs_cancel(struct jobs *, const char *id,
                        struct error *err); /* kills the run too */

/*
 * Calls `done(context)` once, from another thread, when the job is terminal (at once when it
 * already is). Returns a ticket for jobs_unwatch(); after jobs_unwatch() returns, `done` has
 * either run to its end or will never run. 0: nothing was registered and `done` will not be
 * called.
 */
uint64_t jobs_watch(struct jobs *, const char *id, void (*done)(void *context), void *context);
void jobs_unwatch(struct jobs *, uint64_t ticket);

struct job;

/* Analyses `request->code` on the analyst thread; calls `done` once with the status and, on
 * STATUS_OK, what `render` made of the findings (both borrowed for the call). STATUS_TOO_MANY
 * when its queue is full. */
enum status jobs_analyze(struct jobs *, const struct request *,
                         void (*render)(const struct job *, struct buf *),
                         void (*done)(void *context, enum status, const struct error *,
                                      str body),
                         void *context, struct error *err);

/* For /readyz: false with a reason when no job could be run (no sandbox, store down, draining).
 */
bool jobs_ready(struct jobs *, struct buf *ret_reason);
/* Bits of enum sandbox_layer of the first worker's slot. */
uint32_t jobs_sandbox_layers(struct jobs *);

#endif

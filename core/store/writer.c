/*
 * writer.c — the one thread that writes, and group commit.
 *
 * A caller puts its write on the queue and sleeps. The writer takes everything that is queued
 * (up to BATCH), runs it in one transaction, commits, and only then wakes the callers: one
 * fsync serves them all, and nothing is acknowledged that is not on disk. While it syncs, the
 * next batch gathers; under load batches grow by themselves, alone a write waits for nobody.
 *
 * When a transaction fails, each of its writes is tried again alone, so that one which cannot
 * be stored does not take its neighbours down. What fails then is answered STATUS_STORE.
 *
 * Struct write lives on its caller's stack: the writer touches it for the last time when it
 * signals `wake` under the lock.
 */
#include <errno.h>

#include "core/store/store_internal.h"

#define BATCH   256        /* writes in one transaction */
#define IDLE_NS 200000000u /* silence after which the log is checkpointed */

/* Runs `count` writes from `first` in one transaction. */
static enum status transact(struct store *store, struct write *first, uint32_t count,
                            struct error *err)
{
    struct db *db = store->writer.db;
    enum status status = db_begin(db, err);
    struct write *write = first;
    for (uint32_t i = 0; i < count && !status; i++, write = write->next) {
        write->effects = (struct effects){ 0 };
        write->status = write->apply(db, write->args, &write->effects, &write->error);
        if (write->status == STATUS_STORE) {
            status = STATUS_STORE;
            *err = write->error;
        }
    }
    if (!status)
        status = db_commit(db, err);
    if (status)
        db_rollback(db);
    return status;
}

/* A transaction of its own for each. */
static void transact_singly(struct store *store, struct write *first, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++, first = first->next) {
        struct error error;
        if (transact(store, first, 1, &error)) {
            first->status = STATUS_STORE;
            first->error = error;
            first->effects = (struct effects){ 0 };
        }
    }
}

static void apply_effects(struct store *store, const struct effects *effects)
{
    int64_t queued = atomic_fetch_add(&store->queued, effects->queued) + effects->queued;
    int64_t running = atomic_fetch_add(&store->running, effects->running) + effects->running;
    counter_set(COUNTER_JOBS_QUEUED, queued);
    counter_set(COUNTER_JOBS_RUNNING, running);
    counter_add(COUNTER_JOBS_FAILED, effects->failed);
}

static void run_batch(struct store *store, struct write *first, uint32_t count)
{
    struct error error;
    enum status status = transact(store, first, count, &error);
    if (status && count > 1) {
        transact_singly(store, first, count);
    } else if (status) {
        first->status = STATUS_STORE;
        first->error = error;
        first->effects = (struct effects){ 0 };
    }
    if (status)
        log_event(LOG_ERROR, "store_write_failed", "detail", error.detail, NULL);
    atomic_store(&store->writer.failing, status != STATUS_OK);
    counter_add(COUNTER_STORE_COMMITS, status == STATUS_OK);
    counter_add(COUNTER_STORE_WRITES, count);
    for (uint32_t i = 0; i < count; i++, first = first->next)
        apply_effects(store, &first->effects);
}

/* Cuts up to BATCH writes off the queue. Holds the lock. */
static struct write *take_batch(struct writer *writer, uint32_t *ret_count)
{
    struct write *first = writer->first, *last = first;
    uint32_t count = 1;
    for (; count < BATCH && last->next; count++)
        last = last->next;
    writer->first = last->next;
    if (!writer->first)
        writer->last = &writer->first;
    *ret_count = count;
    return first;
}

static void wake_callers(struct write *write, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        struct write *next = write->next; /* after the signal it is gone */
        write->done = true;
        pthread_cond_signal(&write->wake);
        write = next;
    }
}

/*
 * Sleeps until there is work or the end. When nothing came for a while after the last commit,
 * it checkpoints once and then sleeps for good: an idle store never wakes up. Holds the lock.
 */
static void await_work(struct writer *writer, bool *dirty)
{
    uint64_t at = clock_ns() + IDLE_NS;
    struct timespec deadline = { (time_t) (at / 1000000000u), (long) (at % 1000000000u) };
    while (!writer->first && !writer->stop) {
        if (!*dirty) {
            pthread_cond_wait(&writer->work, &writer->lock);
        } else if (pthread_cond_timedwait(&writer->work, &writer->lock, &deadline) ==
                   ETIMEDOUT) {
            *dirty = false;
            pthread_mutex_unlock(&writer->lock);
            db_housekeep(writer->db);
            pthread_mutex_lock(&writer->lock);
        }
    }
}

static void *writer_main(void *context)
{
    struct store *store = context;
    struct writer *writer = &store->writer;
    bool dirty = true;
    pthread_mutex_lock(&writer->lock);
    for (;;) {
        await_work(writer, &dirty);
        if (!writer->first)
            break;
        uint32_t count;
        struct write *batch = take_batch(writer, &count);
        pthread_mutex_unlock(&writer->lock);
        run_batch(store, batch, count);
        dirty = true;
        pthread_mutex_lock(&writer->lock);
        wake_callers(batch, count);
    }
    pthread_mutex_unlock(&writer->lock);
    return NULL;
}

void writer_start(struct store *store, struct db *db)
{
    struct writer *writer = &store->writer;
    writer->db = db;
    writer->last = &writer->first;
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&writer->work, &monotonic);
    pthread_condattr_destroy(&monotonic);
    pthread_mutex_init(&writer->lock, NULL);
    if (pthread_create(&writer->thread, NULL, writer_main, store))
        abort(); /* as when memory runs out: nothing can go on without it */
}

void writer_stop(struct store *store)
{
    struct writer *writer = &store->writer;
    pthread_mutex_lock(&writer->lock);
    writer->stop = true;
    pthread_cond_signal(&writer->work);
    pthread_mutex_unlock(&writer->lock);
    pthread_join(writer->thread, NULL);
    pthread_mutex_destroy(&writer->lock);
    pthread_cond_destroy(&writer->work);
    db_housekeep(writer->db);
    db_close(writer->db);
}

enum status store_write(struct store *store, write_fn *apply, void *args, struct error *err)
{
    struct writer *writer = &store->writer;
    struct write write = { .apply = apply, .args = args };
    pthread_cond_init(&write.wake, NULL);
    pthread_mutex_lock(&writer->lock);
    *writer->last = &write;
    writer->last = &write.next;
    pthread_cond_signal(&writer->work);
    while (!write.done)
        pthread_cond_wait(&write.wake, &writer->lock);
    pthread_mutex_unlock(&writer->lock);
    pthread_cond_destroy(&write.wake);
    if (write.status && err)
        *err = write.error;
    return write.status;
}

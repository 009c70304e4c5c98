/*
 * watch.c — telling others that a job has ended.
 *
 * A watch is called exactly once, without the lock, by the worker that ended its job or by the
 * ticker. The ticker has two reasons: a watch that is due (the job was cancelled, or had ended
 * before it was watched), and jobs that ended elsewhere (taken over by another process, given
 * up), for which it looks into the store once a second while anybody is waiting.
 *
 * While its callback runs a watch stays in the list as WATCH_CALLING, so that jobs_unwatch()
 * can wait for its end.
 */
#include "server/jobs/jobs_internal.h"

/* Holds the lock. */
static void remove_watch(struct jobs *jobs, struct watch *watch)
{
    struct watch **at = &jobs->watches;
    while (*at != watch)
        at = &(*at)->next;
    *at = watch->next;
    free(watch);
}

/* Holds the lock; lets it go while the callback runs. */
static void call(struct jobs *jobs, struct watch *watch)
{
    watch->state = WATCH_CALLING;
    watch->caller = pthread_self();
    pthread_mutex_unlock(&jobs->lock);
    watch->done(watch->context);
    pthread_mutex_lock(&jobs->lock);
    remove_watch(jobs, watch);
    pthread_cond_broadcast(&jobs->called);
}

static struct watch *find_job(struct jobs *jobs, const char *id)
{
    struct watch *watch = jobs->watches;
    while (watch && (watch->state == WATCH_CALLING || strcmp(watch->id, id) != 0))
        watch = watch->next;
    return watch;
}

static struct watch *find_due(struct jobs *jobs)
{
    struct watch *watch = jobs->watches;
    while (watch && watch->state != WATCH_DUE)
        watch = watch->next;
    return watch;
}

static struct watch *find_ticket(struct jobs *jobs, uint64_t ticket)
{
    struct watch *watch = jobs->watches;
    while (watch && watch->ticket != ticket)
        watch = watch->next;
    return watch;
}

void watches_call(struct jobs *jobs, const char *id)
{
    struct watch *watch;
    pthread_mutex_lock(&jobs->lock);
    while ((watch = find_job(jobs, id)) != NULL)
        call(jobs, watch);
    pthread_mutex_unlock(&jobs->lock);
}

void watches_call_due(struct jobs *jobs)
{
    struct watch *watch;
    pthread_mutex_lock(&jobs->lock);
    while ((watch = find_due(jobs)) != NULL)
        call(jobs, watch);
    pthread_mutex_unlock(&jobs->lock);
}

void watches_due(struct jobs *jobs, const char *id)
{
    pthread_mutex_lock(&jobs->lock);
    for (struct watch *watch = jobs->watches; watch; watch = watch->next) {
        if (watch->state == WATCH_WAITING && strcmp(watch->id, id) == 0)
            watch->state = WATCH_DUE;
    }
    pthread_cond_signal(&jobs->tick);
    pthread_mutex_unlock(&jobs->lock);
}

static enum status has_ended(struct jobs *jobs, const char *id, bool *ret_ended)
{
    struct arena *arena = arena_new(1 << 16);
    struct job_row row;
    enum status status = store_job_get(jobs->store, id, false, arena, &row, NULL);
    *ret_ended = !status && job_state_is_terminal(row.state);
    arena_free(arena);
    return status;
}

void watches_check(struct jobs *jobs)
{
    uint64_t round = 0;
    pthread_mutex_lock(&jobs->lock);
    for (struct watch *watch = jobs->watches; watch; watch = watch->next)
        round = watch->round > round ? watch->round : round;
    round++;
    for (;;) {
        struct watch *watch = jobs->watches;
        while (watch && (watch->state != WATCH_WAITING || watch->round == round))
            watch = watch->next;
        if (!watch)
            break;
        char id[UUID_LEN + 1];
        memcpy(id, watch->id, sizeof(id));
        watch->round = round;
        pthread_mutex_unlock(&jobs->lock);
        bool ended;
        if (has_ended(jobs, id, &ended) == STATUS_OK && ended)
            watches_call(jobs, id);
        pthread_mutex_lock(&jobs->lock);
    }
    pthread_mutex_unlock(&jobs->lock);
}

/* Registers first and looks second: an end between the two is seen by one of them. */
uint64_t jobs_watch(struct jobs *jobs, const char *id, void (*done)(void *), void *context)
{
    if (!uuid_is_valid(str_from(id)))
        return 0;
    struct watch *watch = xcalloc(1, sizeof(*watch));
    memcpy(watch->id, id, sizeof(watch->id));
    watch->done = done;
    watch->context = context;
    pthread_mutex_lock(&jobs->lock);
    uint64_t ticket = watch->ticket = ++jobs->last_ticket;
    watch->next = jobs->watches;
    jobs->watches = watch;
    pthread_cond_signal(&jobs->tick);
    pthread_mutex_unlock(&jobs->lock);

    bool ended;
    if (has_ended(jobs, id, &ended) == STATUS_NOT_FOUND) {
        jobs_unwatch(jobs, ticket);
        return 0;
    }
    if (ended)
        watches_due(jobs, id);
    return ticket;
}

void jobs_unwatch(struct jobs *jobs, uint64_t ticket)
{
    struct watch *watch;
    pthread_mutex_lock(&jobs->lock);
    while ((watch = find_ticket(jobs, ticket)) != NULL && watch->state == WATCH_CALLING) {
        if (pthread_equal(watch->caller, pthread_self()))
            break; /* from inside its own callback */
        pthread_cond_wait(&jobs->called, &jobs->lock);
    }
    if (watch && watch->state != WATCH_CALLING)
        remove_watch(jobs, watch);
    pthread_mutex_unlock(&jobs->lock);
}

void watches_free(struct jobs *jobs)
{
    while (jobs->watches)
        remove_watch(jobs, jobs->watches);
}

/*
 * deadlines.c — one thread that ends connections past their total deadline and wakes requests
 * that were parked for long enough.
 *
 * The adapter sets a deadline at each phase of a request (head, body, sending, idle); while a
 * request is worked on or parked there is none. Ending means shutdown(2): the server thread
 * then sees end-of-file and closes as usual. The library announces a closed connection before
 * it calls close(2), and that announcement takes our mutex, so an fd in the list is always the
 * right one.
 *
 * Lock order: deadlines.mutex is never held while waiters are woken.
 */
#include <errno.h>
#include <sys/socket.h>

#include "http_internal.h"

#define TICK_MS   200u
#define NS_PER_MS 1000000u

void link_set_timeout(struct http_link *link, uint64_t timeout_ms)
{
    if (link)
        atomic_store(&link->deadline_ns, timeout_ms ? clock_ns() + timeout_ms * NS_PER_MS : 0);
}

struct http_link *deadlines_add(struct deadlines *d, int fd, uint64_t timeout_ms)
{
    struct http_link *link = xcalloc(1, sizeof(*link));
    link->fd = fd;
    link_set_timeout(link, timeout_ms);
    pthread_mutex_lock(&d->mutex);
    link->next = d->head.next;
    link->prev = &d->head;
    d->head.next->prev = link;
    d->head.next = link;
    pthread_mutex_unlock(&d->mutex);
    return link;
}

void deadlines_remove(struct deadlines *d, struct http_link *link)
{
    pthread_mutex_lock(&d->mutex);
    link->next->prev = link->prev;
    link->prev->next = link->next;
    pthread_mutex_unlock(&d->mutex);
    free(link);
}

/* Holds the mutex. */
static void cut(struct http_link *link)
{
    shutdown(link->fd, SHUT_RDWR);
    atomic_store(&link->deadline_ns, 0);
    counter_add(COUNTER_HTTP_REAPED, 1);
}

void deadlines_cut_all(struct deadlines *d)
{
    pthread_mutex_lock(&d->mutex);
    for (struct http_link *link = d->head.next; link != &d->head; link = link->next)
        cut(link);
    pthread_mutex_unlock(&d->mutex);
}

/* Holds the mutex. */
static void cut_overdue(struct deadlines *d, uint64_t now)
{
    for (struct http_link *link = d->head.next; link != &d->head; link = link->next) {
        uint64_t deadline = atomic_load(&link->deadline_ns);
        if (deadline && deadline < now)
            cut(link);
    }
}

/* Holds the mutex; true when the thread has to end. */
static bool sleep_one_tick(struct deadlines *d)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += TICK_MS * NS_PER_MS;
    until.tv_sec += until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    while (!d->stop && pthread_cond_timedwait(&d->stopping, &d->mutex, &until) != ETIMEDOUT)
        ;
    return d->stop;
}

static void *deadlines_thread(void *context)
{
    struct deadlines *d = context;
    pthread_mutex_lock(&d->mutex);
    while (!sleep_one_tick(d)) {
        uint64_t now = clock_ns();
        cut_overdue(d, now);
        pthread_mutex_unlock(&d->mutex);
        waiters_expire(d->waiters, now);
        pthread_mutex_lock(&d->mutex);
    }
    pthread_mutex_unlock(&d->mutex);
    return NULL;
}

enum status deadlines_start(struct deadlines *d, struct waiters *waiters, struct error *err)
{
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&d->stopping, &monotonic);
    pthread_condattr_destroy(&monotonic);
    pthread_mutex_init(&d->mutex, NULL);
    d->head.next = d->head.prev = &d->head;
    d->waiters = waiters;
    d->running = !pthread_create(&d->thread, NULL, deadlines_thread, d);
    return d->running ? STATUS_OK
                      : error_set(err, STATUS_INTERNAL, "cannot start the deadline thread");
}

void deadlines_stop(struct deadlines *d)
{
    if (!d->running)
        return;
    pthread_mutex_lock(&d->mutex);
    d->stop = true;
    pthread_cond_signal(&d->stopping);
    pthread_mutex_unlock(&d->mutex);
    pthread_join(d->thread, NULL);
    pthread_cond_destroy(&d->stopping);
    pthread_mutex_destroy(&d->mutex);
}

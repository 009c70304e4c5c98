/*
 * waiters.c — parked requests: connections that libmicrohttpd has suspended until a job ends, a
 * deadline passes or the server shuts down.
 *
 * Resuming twice, or stopping the daemon with one connection still suspended, aborts the
 * process. So whoever takes a wait out of the list, under the mutex, is the one who resumes;
 * everybody else finds it gone. A wait has two owners, the request and whoever owes
 * http_wake(); the last one frees it. The waker may therefore be arbitrarily late.
 */
#include "http_internal.h"

struct http_wait {
    struct waiters *waiters;
    void *connection; /* suspended while `parked` */
    uint64_t deadline_ns;
    atomic_int references;
    bool parked; /* in the list; guarded by waiters->mutex, as are the links */
    struct http_wait *next, *prev;
};

void waiters_init(struct waiters *w, uint32_t capacity)
{
    *w = (struct waiters){ .capacity = capacity };
    pthread_mutex_init(&w->mutex, NULL);
}

void waiters_release(struct waiters *w)
{
    pthread_mutex_destroy(&w->mutex);
}

void wait_unref(struct http_wait *wait)
{
    if (atomic_fetch_sub(&wait->references, 1) == 1)
        free(wait);
}

/* Holds the mutex. */
static void link_in(struct waiters *w, struct http_wait *wait)
{
    wait->next = w->first;
    if (w->first)
        w->first->prev = wait;
    w->first = wait;
    w->count++;
    wait->parked = true;
    counter_add(COUNTER_HTTP_WAITERS, 1);
}

/* Holds the mutex. The caller now owes connection_resume(). */
static void *link_out(struct waiters *w, struct http_wait *wait)
{
    if (wait->prev)
        wait->prev->next = wait->next;
    else
        w->first = wait->next;
    if (wait->next)
        wait->next->prev = wait->prev;
    w->count--;
    wait->parked = false;
    counter_add(COUNTER_HTTP_WAITERS, -1);
    return wait->connection;
}

struct http_wait *waiters_add(struct waiters *w, void *connection, uint64_t timeout_ms)
{
    struct http_wait *wait = xcalloc(1, sizeof(*wait));
    wait->waiters = w;
    wait->connection = connection;
    wait->deadline_ns = clock_ns() + timeout_ms * 1000000u;
    atomic_init(&wait->references, 2);
    pthread_mutex_lock(&w->mutex);
    bool room = !w->closed && w->count < w->capacity;
    if (room) {
        /* Suspended before anybody can find the wait and resume it. */
        connection_suspend(connection);
        link_in(w, wait);
    }
    pthread_mutex_unlock(&w->mutex);
    if (room)
        return wait;
    free(wait);
    return NULL;
}

void http_wake(struct http_wait *wait)
{
    struct waiters *w = wait->waiters;
    pthread_mutex_lock(&w->mutex);
    void *connection = wait->parked ? link_out(w, wait) : NULL;
    pthread_mutex_unlock(&w->mutex);
    if (connection)
        connection_resume(connection);
    wait_unref(wait);
}

static void *take_overdue(struct waiters *w, uint64_t now_ns)
{
    void *connection = NULL;
    pthread_mutex_lock(&w->mutex);
    for (struct http_wait *wait = w->first; wait && !connection; wait = wait->next)
        if (w->closed || wait->deadline_ns < now_ns)
            connection = link_out(w, wait);
    pthread_mutex_unlock(&w->mutex);
    return connection;
}

void waiters_expire(struct waiters *w, uint64_t now_ns)
{
    void *connection;
    while ((connection = take_overdue(w, now_ns)))
        connection_resume(connection);
}

void waiters_close(struct waiters *w)
{
    pthread_mutex_lock(&w->mutex);
    w->closed = true;
    pthread_mutex_unlock(&w->mutex);
    waiters_expire(w, clock_ns());
}

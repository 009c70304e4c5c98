/*
 * jobs_internal.h — the engine from inside.
 *
 * One mutex, jobs.lock, guards everything below that is marked so; it is never held across a
 * call into the store, the pipeline, the sandbox or a callback. All conditions use
 * CLOCK_MONOTONIC.
 */
#ifndef HASTEN_JOBS_INTERNAL_H
#define HASTEN_JOBS_INTERNAL_H

#include <pthread.h>

#include "hasten/sandbox.h"
#include "server/jobs/jobs.h"

#define JOB_ARENA_LIMIT ((size_t) 512 << 20)
#define NS_PER_MS       1000000u
#define NS_PER_S        1000000000u

/* A thread's own sandbox; no lock: only that thread touches it. */
struct slot {
    struct sandbox *sandbox; /* NULL while it cannot be opened */
    uint64_t tried_ns;       /* last attempt to open it */
    bool complained;         /* the failure was logged */
};

enum slot_state { SLOT_STARTING, SLOT_OPEN, SLOT_FAILED };

struct worker {
    struct jobs *jobs;
    pthread_t thread;
    char owner[UUID_LEN + 16]; /* "<process uuid>/<worker>" */
    struct slot slot;
    atomic_bool cancel; /* tells the pipeline to wind up */
    /* guarded by jobs.lock */
    enum slot_state slot_state;
    char job_id[UUID_LEN + 1]; /* "" while idle */
    uint64_t run;              /* counts the jobs of this worker */
    bool give_back;            /* shutting down: the job returns to the queue */
    char stage[64];
    int progress;
    bool reported;       /* stage or progress not yet in the store */
    uint64_t written_ns; /* last claim or heartbeat */
};

enum watch_state { WATCH_WAITING, WATCH_DUE, WATCH_CALLING };

struct watch {
    uint64_t ticket;
    char id[UUID_LEN + 1];
    void (*done)(void *context);
    void *context;
    enum watch_state state;
    pthread_t caller; /* while WATCH_CALLING */
    uint64_t round;   /* of the ticker's last look into the store */
    struct watch *next;
};

struct analysis;

struct analyst {
    pthread_t thread;
    struct slot slot;
    atomic_bool cancel;
    /* guarded by jobs.lock */
    struct analysis *first, **last;
    uint32_t queued;
    bool busy;
};

struct secret {
    char id[UUID_LEN + 1];
    char *key; /* wiped before it is freed */
    struct secret *next;
};

/* What the engine accepts. It only ever moves down this list. */
enum jobs_mode {
    JOBS_OPEN,     /* everything */
    JOBS_DRAINING, /* nothing new; what runs may end; threads leave when they have nothing */
    JOBS_STOPPED,  /* the ticker leaves too */
};

struct jobs {
    const struct config *config;
    struct store *store;
    struct llm_client *llm;
    atomic_uint layers; /* of the first worker's sandbox */

    pthread_mutex_t lock;
    pthread_cond_t work;     /* workers: `look` or the mode changed */
    pthread_cond_t analyses; /* the analyst: its queue or the mode changed */
    pthread_cond_t tick;     /* the ticker: something is due */
    pthread_cond_t quiet;    /* jobs_drain(): somebody became idle */
    pthread_cond_t called;   /* jobs_unwatch(): a callback returned */
    /* guarded by lock */
    enum jobs_mode mode;
    bool look; /* a claim may succeed */
    uint64_t last_ticket;
    struct watch *watches;
    struct secret *secrets;
    char sandbox_error[160]; /* why the last sandbox could not be opened */

    struct analyst analyst;
    pthread_t ticker;
    bool ticker_started, analyst_started; /* the starting thread's alone */
    uint32_t workers_started;             /* likewise */
    uint32_t worker_count;
    struct worker workers[];
};

/* jobs.c */
void jobs_wait_until(struct jobs *, pthread_cond_t *,
                     uint64_t deadline_ns); /* holds the lock */
uint64_t jobs_lease_ms(const struct jobs *);

/* slot.c: opens the sandbox when there is none and the last attempt is not too recent. Returns
 * whether there is one; a failure is written to ret_why. */
bool slot_open(struct slot *, const struct config *, char *ret_why, size_t size);
void slot_close(struct slot *);

/* secret.c. The engine holds a request's LLM key by job id until a worker takes it. */
void secret_put(struct jobs *, const char *id, str key);
char *secret_take(struct jobs *, const char *id); /* NULL when there is none */
void secret_free(char *key);                      /* wipes; accepts NULL */

/* watch.c */
void watches_due(struct jobs *, const char *id);  /* hands them to the ticker */
void watches_call(struct jobs *, const char *id); /* calls those of a job that ended */
void watches_call_due(struct jobs *);
void watches_check(struct jobs *); /* asks the store about the rest */
void watches_free(struct jobs *);

/* The threads. */
void *worker_main(void *worker);
void *analyst_main(void *jobs);
void *ticker_main(void *jobs);

#endif

/*
 * store_internal.h — the store from inside: the writer thread, the pool of readers, the gauges.
 */
#ifndef HASTEN_STORE_INTERNAL_H
#define HASTEN_STORE_INTERNAL_H

#include <pthread.h>
#include <stdatomic.h>

#include "core/store/driver.h"
#include "hasten/store.h"

#define READERS 4

/* What a write changes in the gauges once it is committed. */
struct effects {
    int64_t queued, running, failed;
};

/*
 * One write: `apply` runs on the writer thread inside a transaction that it shares with others,
 * and may run a second time when that transaction fails, so it only assigns its outputs.
 * STATUS_STORE from it rolls the transaction back; every other status is an answer, and
 * commits.
 */
typedef enum status write_fn(struct db *, void *args, struct effects *, struct error *err);

struct write {
    write_fn *apply;
    void *args;
    struct effects effects;
    enum status status;
    struct error error;
    bool done;           /* guarded by writer.lock */
    pthread_cond_t wake; /* its caller */
    struct write *next;
};

struct writer {
    struct db *db; /* the writer thread's alone */
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t work;
    struct write *first, **last; /* guarded by lock; in order of arrival */
    bool stop;                   /* guarded by lock */
    atomic_bool failing;         /* the last transaction did not commit */
};

struct readers {
    pthread_mutex_t lock;
    pthread_cond_t returned;
    struct db *idle[READERS]; /* guarded by lock */
    uint32_t idle_count, open_count;
};

struct store {
    const struct db_driver *driver;
    char *path;
    int lock_fd;          /* held exclusively while this process is the only user, or -1 */
    int64_t (*now)(void); /* unix milliseconds */
    atomic_int_fast64_t queued, running;
    struct writer writer;
    struct readers readers;
};

/* writer.c. The writer takes the connection. */
void writer_start(struct store *, struct db *);
void writer_stop(struct store *); /* commits what is queued, closes the connection */
/* Blocks until the commit is on disk. */
enum status store_write(struct store *, write_fn *apply, void *args, struct error *err);

/* readers.c. Each successful call is paired with reader_return(). */
enum status reader_borrow(struct store *, struct db **ret, struct error *err);
void reader_return(struct store *, struct db *);
void readers_close(struct store *);

/* job_table.c: counts by state, for the gauges. */
enum status job_table_count(struct db *, enum job_state, int64_t *ret, struct error *err);

#endif

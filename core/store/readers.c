/*
 * readers.c — a small pool of read-only connections. WAL lets them read while the writer
 * writes.
 *
 * A connection is opened when the pool is empty and fewer than READERS exist, and is kept. A
 * caller that finds none waits: reads are short, and a bounded pool bounds memory and files.
 */
#include "core/store/store_internal.h"

enum status reader_borrow(struct store *store, struct db **ret, struct error *err)
{
    struct readers *readers = &store->readers;
    pthread_mutex_lock(&readers->lock);
    while (!readers->idle_count && readers->open_count == READERS)
        pthread_cond_wait(&readers->returned, &readers->lock);
    struct db *db = NULL;
    if (readers->idle_count)
        db = readers->idle[--readers->idle_count];
    else
        readers->open_count++; /* the place is ours; open without the lock */
    pthread_mutex_unlock(&readers->lock);

    enum status status = STATUS_OK;
    if (!db)
        status = db_open(store->driver, store->path, DB_READER, &db, err);
    if (status) {
        pthread_mutex_lock(&readers->lock);
        readers->open_count--;
        pthread_cond_signal(&readers->returned);
        pthread_mutex_unlock(&readers->lock);
        return status;
    }
    *ret = db;
    return STATUS_OK;
}

void reader_return(struct store *store, struct db *db)
{
    struct readers *readers = &store->readers;
    pthread_mutex_lock(&readers->lock);
    readers->idle[readers->idle_count++] = db;
    pthread_cond_signal(&readers->returned);
    pthread_mutex_unlock(&readers->lock);
}

void readers_close(struct store *store)
{
    while (store->readers.idle_count)
        db_close(store->readers.idle[--store->readers.idle_count]);
}

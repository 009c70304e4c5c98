/*
 * store.c — opening and closing: lock file, migrations, gauges, writer, readers.
 *
 * Order of opening: the writing connection (which refuses a file that is not ours), migrations,
 * the gauges, then the writer thread takes the connection over. Closing goes the other way, the
 * writer last, because the last connection to close checkpoints the log.
 *
 * The lock file PATH-lock tells whether this process is the only user of the database. It
 * guards nothing: leases and owners alone make jobs safe. It lets store_jobs_recover() know
 * that every running job belongs to a process that is dead, so a restart need not wait for
 * leases.
 */
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "core/store/migrate.h"
#include "core/store/store_internal.h"

static enum status open_migrated(const char *path, int *ret_version, struct db **ret,
                                 struct error *err)
{
    struct db *db;
    enum status status = db_open(&sqlite_driver, path, DB_WRITER, &db, err);
    if (status)
        return status;
    struct error cause;
    status = migrate(db, embedded_migrations, embedded_migrations_count, clock_unix_ms(),
                     ret_version, &cause);
    if (status) {
        error_set(err, status, "cannot use the database %s: %s", path, cause.detail);
        db_close(db);
        return status;
    }
    *ret = db;
    return STATUS_OK;
}

enum status store_migrate(const char *path, int *ret_version, struct error *err)
{
    struct db *db;
    enum status status = open_migrated(path, ret_version, &db, err);
    if (!status)
        db_close(db);
    return status;
}

/* -1 when another process holds it, or where files cannot be locked. */
static int lock_exclusively(const char *path)
{
    struct buf name = { 0 };
    buf_printf(&name, "%s-lock", path);
    int fd = open(name.ptr, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    buf_free(&name);
    if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB)) {
        close(fd);
        fd = -1;
    }
    return fd;
}

static enum status seed_gauges(struct store *store, struct db *db, struct error *err)
{
    int64_t queued = 0, running = 0;
    enum status status = job_table_count(db, JOB_QUEUED, &queued, err);
    if (!status)
        status = job_table_count(db, JOB_RUNNING, &running, err);
    atomic_init(&store->queued, queued);
    atomic_init(&store->running, running);
    counter_set(COUNTER_JOBS_QUEUED, queued);
    counter_set(COUNTER_JOBS_RUNNING, running);
    return status;
}

enum status store_open(const char *path, struct store **ret, struct error *err)
{
    struct db *db;
    enum status status = open_migrated(path, NULL, &db, err);
    if (status)
        return status;
    struct store *store = xcalloc(1, sizeof(*store));
    store->driver = &sqlite_driver;
    store->now = clock_unix_ms;
    if ((status = seed_gauges(store, db, err)) != STATUS_OK) {
        db_close(db);
        free(store);
        return status;
    }
    store->path = xstrdup_str(str_from(path));
    store->lock_fd = lock_exclusively(path);
    pthread_mutex_init(&store->readers.lock, NULL);
    pthread_cond_init(&store->readers.returned, NULL);
    writer_start(store, db);
    *ret = store;
    return STATUS_OK;
}

void store_close(struct store *store)
{
    if (!store)
        return;
    readers_close(store);
    writer_stop(store);
    pthread_mutex_destroy(&store->readers.lock);
    pthread_cond_destroy(&store->readers.returned);
    if (store->lock_fd >= 0)
        close(store->lock_fd);
    free(store->path);
    free(store);
}

void store_set_clock(struct store *store, int64_t (*unix_ms)(void))
{
    store->now = unix_ms;
}

static const char select_version[] = "SELECT max(version)"
                                     "  FROM schema_migrations";

enum status store_ping(struct store *store, struct error *err)
{
    struct db *db;
    enum status status = reader_borrow(store, &db, err);
    if (status)
        return status;
    status = db_run(db, select_version, NO_BINDS, NULL, err);
    reader_return(store, db);
    if (!status && atomic_load(&store->writer.failing))
        status = error_set(err, STATUS_STORE, "the last write could not be committed");
    return status;
}

void store_job_counts(struct store *store, int64_t *ret_queued, int64_t *ret_running)
{
    *ret_queued = atomic_load(&store->queued);
    *ret_running = atomic_load(&store->running);
}

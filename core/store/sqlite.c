/*
 * sqlite.c — the SQLite driver, and the only file that knows sqlite3.h.
 *
 * Durability: WAL with synchronous=FULL, so a commit that returns has been fsynced. One writer
 * connection exists per process (writer.c); many connections racing for the write lock on
 * busy_timeout were measured at a p99.9 of 0.93 s, one writer with group commit at
 * milliseconds. busy_timeout is set all the same, for other processes on the same file (a
 * backup, a second daemon).
 *
 * Checkpoints: PASSIVE when the writer is idle (housekeep), wal_autocheckpoint as the backstop
 * when it never is, and one more by SQLite itself when the last connection closes.
 * journal_size_limit gives the disk space of a burst back.
 *
 * A file that is no database, is damaged, or belongs to another program is refused at open:
 * hasten's databases carry an application_id. A new file is made with mode 0600, because it
 * holds the code of users; SQLite gives its -wal and -shm files the same mode.
 */
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include "core/store/driver.h"

#define APPLICATION_ID 1752396910 /* "hstn" */
#define BUSY_MS        5000
#define BINDS_MAX      12

struct db_connection {
    sqlite3 *handle;
};

struct db_statement {
    sqlite3_stmt *handle;
    int64_t changes;
    int position[BINDS_MAX]; /* of $1, $2, ... among the parameters; 0: not used */
};

static const char writer_settings[] = "PRAGMA journal_mode = WAL;"
                                      "PRAGMA synchronous = FULL;"
                                      "PRAGMA wal_autocheckpoint = 2000;"     /* pages */
                                      "PRAGMA journal_size_limit = 16777216;" /* bytes */
                                      "PRAGMA temp_store = MEMORY;"
                                      "PRAGMA foreign_keys = ON;"
                                      "PRAGMA cache_size = -4096;"; /* KiB */
static const char reader_settings[] = "PRAGMA query_only = ON;"
                                      "PRAGMA temp_store = MEMORY;"
                                      "PRAGMA cache_size = -1024;";

static enum status failed(sqlite3 *handle, const char *doing, struct error *err)
{
    return error_set(err, STATUS_STORE, "%s: %s (SQLite code %d)", doing,
                     sqlite3_errmsg(handle), sqlite3_extended_errcode(handle));
}

static enum status sqlite_script(struct db_connection *connection, const char *sql,
                                 struct error *err)
{
    if (sqlite3_exec(connection->handle, sql, NULL, NULL, NULL) != SQLITE_OK)
        return failed(connection->handle, "running a script", err);
    return STATUS_OK;
}

static int number_callback(void *target, int columns, char **values, char **names)
{
    (void) columns;
    (void) names;
    *(long long *) target = values[0] ? strtoll(values[0], NULL, 10) : 0;
    return 0;
}

static enum status read_number(sqlite3 *handle, const char *sql, long long *ret,
                               struct error *err)
{
    if (sqlite3_exec(handle, sql, number_callback, ret, NULL) != SQLITE_OK)
        return failed(handle, "reading the database header", err);
    return STATUS_OK;
}

/* Ours, or empty and made ours; anything else is somebody else's data. */
static enum status claim_file(struct db_connection *connection, const char *path,
                              struct error *err)
{
    long long application = 0, objects = 0;
    enum status status =
        read_number(connection->handle, "PRAGMA application_id", &application, err);
    if (!status)
        status = read_number(connection->handle, "SELECT count(*) FROM sqlite_master", &objects,
                             err);
    if (status)
        return status;
    if (application == APPLICATION_ID)
        return STATUS_OK;
    if (application || objects)
        return error_set(err, STATUS_STORE, "%s is a database of another program", path);
    char sql[64];
    snprintf(sql, sizeof(sql), "PRAGMA application_id = %d", APPLICATION_ID);
    return sqlite_script(connection, sql, err);
}

/* Only when it is new: closing a descriptor of a database in use would drop SQLite's locks. */
static enum status create_private(const char *path, struct error *err)
{
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd >= 0)
        close(fd);
    else if (errno != EEXIST)
        return error_set(err, STATUS_STORE, "cannot create the database %s: %s", path,
                         strerror(errno));
    return STATUS_OK;
}

static void sqlite_close(struct db_connection *connection)
{
    int rc = sqlite3_close(connection->handle);
    assert(rc == SQLITE_OK); /* a statement was left open */
    (void) rc;
    free(connection);
}

static enum status configure(struct db_connection *connection, const char *path,
                             enum db_mode mode, struct error *err)
{
    sqlite3_extended_result_codes(connection->handle, 1);
    sqlite3_busy_timeout(connection->handle, BUSY_MS);
    sqlite3_db_config(connection->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(connection->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    if (mode == DB_READER)
        return sqlite_script(connection, reader_settings, err);
    enum status status = claim_file(connection, path, err);
    return status ? status : sqlite_script(connection, writer_settings, err);
}

static enum status sqlite_open(const char *path, enum db_mode mode, struct db_connection **ret,
                               struct error *err)
{
    if (!*path || str_equal(str_from(path), S(":memory:")))
        return error_set(err, STATUS_STORE, "the database must be a file");
    enum status status = mode == DB_WRITER ? create_private(path, err) : STATUS_OK;
    if (status)
        return status;
    struct db_connection *connection = xcalloc(1, sizeof(*connection));
    int flags = mode == DB_WRITER ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;
    int rc = sqlite3_open_v2(path, &connection->handle, flags | SQLITE_OPEN_NOMUTEX, NULL);
    struct error cause;
    if (rc != SQLITE_OK)
        status = failed(connection->handle, "opening", &cause);
    else
        status = configure(connection, path, mode, &cause);
    if (status) {
        error_set(err, status, "cannot use the database %s: %s", path, cause.detail);
        sqlite_close(connection);
        return status;
    }
    *ret = connection;
    return STATUS_OK;
}

static enum status sqlite_begin(struct db_connection *connection, struct error *err)
{
    return sqlite_script(connection, "BEGIN IMMEDIATE", err);
}

static enum status sqlite_commit(struct db_connection *connection, struct error *err)
{
    return sqlite_script(connection, "COMMIT", err);
}

/* Some errors (disk full, I/O) have rolled back by themselves. */
static void sqlite_rollback(struct db_connection *connection)
{
    if (!sqlite3_get_autocommit(connection->handle))
        sqlite3_exec(connection->handle, "ROLLBACK", NULL, NULL, NULL);
}

static void sqlite_housekeep(struct db_connection *connection)
{
    sqlite3_wal_checkpoint_v2(connection->handle, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
    sqlite3_db_release_memory(connection->handle);
}

/* To SQLite $1 is a name like any other; it numbers parameters by first appearance. */
static void locate_binds(struct db_statement *statement)
{
    char name[8];
    for (int i = 0; i < BINDS_MAX; i++) {
        snprintf(name, sizeof(name), "$%d", i + 1);
        statement->position[i] = sqlite3_bind_parameter_index(statement->handle, name);
    }
    assert(sqlite3_bind_parameter_count(statement->handle) <= BINDS_MAX);
}

static enum status sqlite_prepare(struct db_connection *connection, const char *sql,
                                  struct db_statement **ret, struct error *err)
{
    sqlite3_stmt *handle;
    if (sqlite3_prepare_v3(connection->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &handle,
                           NULL) != SQLITE_OK)
        return failed(connection->handle, "preparing a statement", err);
    struct db_statement *statement = xcalloc(1, sizeof(*statement));
    statement->handle = handle;
    locate_binds(statement);
    *ret = statement;
    return STATUS_OK;
}

static void sqlite_finalize(struct db_statement *statement)
{
    sqlite3_finalize(statement->handle);
    free(statement);
}

static enum status sqlite_bind(struct db_statement *statement, int index,
                               const struct db_value *value, struct error *err)
{
    assert(index >= 1 && index <= BINDS_MAX);
    sqlite3_stmt *handle = statement->handle;
    int at = statement->position[index - 1], rc = SQLITE_MISUSE;
    switch (value->type) {
    case DB_INT:
        rc = sqlite3_bind_int64(handle, at, value->integer);
        break;
    case DB_REAL:
        rc = sqlite3_bind_double(handle, at, value->real);
        break;
    case DB_TEXT: /* a NULL pointer would bind NULL */
        rc = sqlite3_bind_text64(handle, at, value->text.len ? value->text.ptr : "",
                                 value->text.len, SQLITE_STATIC, SQLITE_UTF8);
        break;
    }
    if (rc != SQLITE_OK)
        return failed(sqlite3_db_handle(statement->handle), "binding a value", err);
    return STATUS_OK;
}

static enum status sqlite_step(struct db_statement *statement, bool *ret_row, struct error *err)
{
    sqlite3 *handle = sqlite3_db_handle(statement->handle);
    int rc = sqlite3_step(statement->handle);
    if (rc != SQLITE_ROW && rc != SQLITE_DONE)
        return failed(handle, "running a statement", err);
    *ret_row = rc == SQLITE_ROW;
    statement->changes = sqlite3_changes64(handle);
    return STATUS_OK;
}

static void sqlite_reset(struct db_statement *statement)
{
    sqlite3_reset(statement->handle);
    sqlite3_clear_bindings(statement->handle);
}

static int64_t sqlite_changes(struct db_statement *statement)
{
    return statement->changes;
}

static int64_t sqlite_column_int(struct db_statement *statement, int column)
{
    return sqlite3_column_int64(statement->handle, column);
}

static double sqlite_column_real(struct db_statement *statement, int column)
{
    return sqlite3_column_double(statement->handle, column);
}

static str sqlite_column_text(struct db_statement *statement, int column)
{
    const char *text = (const char *) sqlite3_column_text(statement->handle, column);
    return text ? (str){ text, (size_t) sqlite3_column_bytes(statement->handle, column) }
                : (str){ "", 0 };
}

const struct db_driver sqlite_driver = {
    .name = "sqlite",
    .open = sqlite_open,
    .close = sqlite_close,
    .script = sqlite_script,
    .begin = sqlite_begin,
    .commit = sqlite_commit,
    .rollback = sqlite_rollback,
    .housekeep = sqlite_housekeep,
    .prepare = sqlite_prepare,
    .finalize = sqlite_finalize,
    .bind = sqlite_bind,
    .step = sqlite_step,
    .reset = sqlite_reset,
    .changes = sqlite_changes,
    .column_int = sqlite_column_int,
    .column_real = sqlite_column_real,
    .column_text = sqlite_column_text,
};

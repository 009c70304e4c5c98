/*
 * driver.c — the part of a connection that no database library needs to repeat: prepared
 * statements kept by the address of their SQL, typed binds, and statements run to their end.
 *
 * The number of distinct statements is small and known (each is a named constant beside its
 * function), so the cache is an array that is never evicted.
 */
#include <assert.h>

#include "core/store/driver.h"

#define STATEMENTS 40

struct db {
    const struct db_driver *driver;
    struct db_connection *connection;
    struct {
        const char *sql;
        struct db_statement *statement;
    } prepared[STATEMENTS];
    uint32_t prepared_count;
};

enum status db_open(const struct db_driver *driver, const char *where, enum db_mode mode,
                    struct db **ret, struct error *err)
{
    struct db_connection *connection;
    enum status status = driver->open(where, mode, &connection, err);
    if (status)
        return status;
    struct db *db = xcalloc(1, sizeof(*db));
    db->driver = driver;
    db->connection = connection;
    *ret = db;
    return STATUS_OK;
}

void db_close(struct db *db)
{
    if (!db)
        return;
    for (uint32_t i = 0; i < db->prepared_count; i++)
        db->driver->finalize(db->prepared[i].statement);
    db->driver->close(db->connection);
    free(db);
}

enum status db_script(struct db *db, const char *sql, struct error *err)
{
    return db->driver->script(db->connection, sql, err);
}

enum status db_begin(struct db *db, struct error *err)
{
    return db->driver->begin(db->connection, err);
}

enum status db_commit(struct db *db, struct error *err)
{
    return db->driver->commit(db->connection, err);
}

void db_rollback(struct db *db)
{
    db->driver->rollback(db->connection);
}

void db_housekeep(struct db *db)
{
    db->driver->housekeep(db->connection);
}

static enum status prepared(struct db *db, const char *sql, struct db_statement **ret,
                            struct error *err)
{
    for (uint32_t i = 0; i < db->prepared_count; i++) {
        if (db->prepared[i].sql == sql) {
            *ret = db->prepared[i].statement;
            return STATUS_OK;
        }
    }
    assert(db->prepared_count < STATEMENTS);
    enum status status = db->driver->prepare(db->connection, sql, ret, err);
    if (status)
        return status;
    db->prepared[db->prepared_count].sql = sql;
    db->prepared[db->prepared_count++].statement = *ret;
    return STATUS_OK;
}

enum status query_start(struct query *query, struct db *db, const char *sql,
                        const struct db_value *binds, size_t count, struct error *err)
{
    query->db = db;
    enum status status = prepared(db, sql, &query->statement, err);
    for (size_t i = 0; i < count && !status; i++)
        status = db->driver->bind(query->statement, (int) i + 1, &binds[i], err);
    if (status)
        query_end(query);
    return status;
}

enum status query_next(struct query *query, bool *ret_row, struct error *err)
{
    return query->db->driver->step(query->statement, ret_row, err);
}

int64_t query_int(const struct query *query, int column)
{
    return query->db->driver->column_int(query->statement, column);
}

double query_real(const struct query *query, int column)
{
    return query->db->driver->column_real(query->statement, column);
}

str query_text(const struct query *query, int column)
{
    return query->db->driver->column_text(query->statement, column);
}

void query_end(struct query *query)
{
    if (query->statement)
        query->db->driver->reset(query->statement);
    query->statement = NULL;
}

enum status db_run(struct db *db, const char *sql, const struct db_value *binds, size_t count,
                   int64_t *ret_changes, struct error *err)
{
    struct query query = { 0 };
    enum status status = query_start(&query, db, sql, binds, count, err);
    bool row = !status;
    while (!status && row)
        status = query_next(&query, &row, err);
    if (!status && ret_changes)
        *ret_changes = db->driver->changes(query.statement);
    query_end(&query);
    return status;
}

/*
 * migrate.c — forward-only migrations.
 *
 * schema_migrations has one row per applied file: its version, name and SHA-256. A file is
 * applied inside one write transaction together with its row, and the version is read again
 * inside that transaction, so two processes that start at once do not apply it twice and a
 * crash leaves either all of it or nothing. An applied file must never change: the checksum
 * catches an edit.
 */
#include <assert.h>
#include <inttypes.h>

#include "core/store/migrate.h"

static const char create_table[] =
    "CREATE TABLE IF NOT EXISTS schema_migrations ("
    "  version BIGINT PRIMARY KEY NOT NULL," /* 1, 2, 3, ... without holes */
    "  name TEXT NOT NULL,"
    "  sha256 TEXT NOT NULL,"
    "  applied_ms BIGINT NOT NULL)"; /* unix time */
static const char select_applied[] = "SELECT version, sha256"
                                     "  FROM schema_migrations"
                                     " ORDER BY version";
static const char insert_applied[] =
    "INSERT INTO schema_migrations (version, name, sha256, applied_ms)"
    " VALUES ($1, $2, $3, $4)";

/* Counts what was applied and compares it with the files. */
static enum status applied(struct db *db, const struct embedded_file *files, size_t count,
                           size_t *ret_version, struct error *err)
{
    struct query query = { 0 };
    enum status status = query_start(&query, db, select_applied, NO_BINDS, err);
    size_t version = 0;
    bool row = !status;
    while (!status && (status = query_next(&query, &row, err)) == STATUS_OK && row) {
        if (query_int(&query, 0) != (int64_t) ++version) {
            status =
                error_set(err, STATUS_STORE, "the database's list of migrations has a hole");
        } else if (version <= count) {
            char sha256[65];
            sha256_hex(files[version - 1].content, sha256);
            if (!str_equal(query_text(&query, 1), str_from(sha256)))
                status = error_set(err, STATUS_STORE,
                                   "migration %s was changed after it had been applied",
                                   files[version - 1].name);
        }
    }
    query_end(&query);
    if (status)
        return status;
    if (version > count)
        return error_set(
            err, STATUS_STORE,
            "the database has schema version %zu, this program knows versions up to "
            "%zu: run a newer hasten",
            version, count);
    *ret_version = version;
    return STATUS_OK;
}

static enum status apply(struct db *db, const struct embedded_file *file, int64_t version,
                         int64_t now, struct error *err)
{
    char sha256[65];
    sha256_hex(file->content, sha256);
    struct error cause;
    if (db_script(db, file->content.ptr, &cause))
        return error_set(err, STATUS_STORE, "migration %s failed: %s", file->name,
                         cause.detail);
    return db_run(db, insert_applied,
                  BINDS(db_int(version), db_text(str_from(file->name)),
                        db_text(str_from(sha256)), db_int(now)),
                  NULL, err);
}

static void assert_names(const struct embedded_file *files, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char number[24];
        snprintf(number, sizeof(number), "%04zu_", i + 1);
        assert(str_starts(str_from(files[i].name), str_from(number)));
    }
}

/* One step: reads the version under the write lock, applies the next file when there is one. */
static enum status step(struct db *db, const struct embedded_file *files, size_t count,
                        int64_t now, size_t *ret_version, bool *ret_done, struct error *err)
{
    enum status status = db_begin(db, err);
    if (status)
        return status;
    size_t version = 0;
    status = applied(db, files, count, &version, err);
    bool done = version == count;
    if (!status && !done) {
        status = apply(db, &files[version], (int64_t) version + 1, now, err);
        version++;
    }
    if (!status)
        status = db_commit(db, err);
    if (status) {
        db_rollback(db);
        return status;
    }
    *ret_version = version;
    *ret_done = done;
    return STATUS_OK;
}

enum status migrate(struct db *db, const struct embedded_file *files, size_t count,
                    int64_t now_unix_ms, int *ret_version, struct error *err)
{
    assert_names(files, count);
    size_t version = 0;
    bool done = false;
    enum status status = db_script(db, create_table, err);
    while (!status && !done)
        status = step(db, files, count, now_unix_ms, &version, &done, err);
    if (!status && ret_version)
        *ret_version = (int) version;
    return status;
}

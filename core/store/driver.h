/*
 * driver.h — the seam between the store's SQL and a database library, at statement level.
 *
 * SQL is written once, in the dialect that SQLite and PostgreSQL share: $1 binds, RETURNING,
 * ON CONFLICT, BIGINT/TEXT/DOUBLE PRECISION columns, no database-made keys. A select that takes
 * a row away from its competitors ends with the comment ROW_LOCK; a driver of a database with
 * row locks puts its own words there (FOR UPDATE SKIP LOCKED).
 *
 * `struct db` is one connection with its prepared statements; one thread uses it at a time.
 */
#ifndef HASTEN_STORE_DRIVER_H
#define HASTEN_STORE_DRIVER_H

#include "hasten/base.h"

#define ROW_LOCK " /* skip locked */"

struct db_connection; /* the driver's own */
struct db_statement;  /* the driver's own */

struct db_value {
    enum { DB_INT, DB_REAL, DB_TEXT } type;
    int64_t integer;
    double real;
    str text; /* borrowed until the statement is reset */
};

enum db_mode { DB_WRITER, DB_READER };

/* Every failure is STATUS_STORE with the library's own words in the detail. */
struct db_driver {
    const char *name;
    enum status (*open)(const char *where, enum db_mode, struct db_connection **ret,
                        struct error *err);
    void (*close)(struct db_connection *);
    enum status (*script)(struct db_connection *, const char *sql, struct error *err);
    enum status (*begin)(struct db_connection *, struct error *err);  /* for writing */
    enum status (*commit)(struct db_connection *, struct error *err); /* on disk when OK */
    void (*rollback)(struct db_connection *);  /* harmless outside a transaction */
    void (*housekeep)(struct db_connection *); /* cheap upkeep while nothing is written */

    enum status (*prepare)(struct db_connection *, const char *sql, struct db_statement **ret,
                           struct error *err);
    void (*finalize)(struct db_statement *);
    enum status (*bind)(struct db_statement *, int index, const struct db_value *,
                        struct error *err); /* index from 1 */
    enum status (*step)(struct db_statement *, bool *ret_row, struct error *err);
    void (*reset)(struct db_statement *);
    int64_t (*changes)(struct db_statement *); /* rows that a finished statement wrote */
    int64_t (*column_int)(struct db_statement *, int column); /* column from 0 */
    double (*column_real)(struct db_statement *, int column);
    str (*column_text)(struct db_statement *, int column); /* until the next step */
};

extern const struct db_driver sqlite_driver;

/* ---- what is the same for every driver --------------------------------------------- */

struct db;

enum status db_open(const struct db_driver *, const char *where, enum db_mode, struct db **ret,
                    struct error *err);
void db_close(struct db *); /* accepts NULL */
enum status db_script(struct db *, const char *sql, struct error *err);
enum status db_begin(struct db *, struct error *err);
enum status db_commit(struct db *, struct error *err);
void db_rollback(struct db *);
void db_housekeep(struct db *);

static inline struct db_value db_int(int64_t value)
{
    return (struct db_value){ .type = DB_INT, .integer = value };
}

static inline struct db_value db_real(double value)
{
    return (struct db_value){ .type = DB_REAL, .real = value };
}

static inline struct db_value db_text(str value)
{
    return (struct db_value){ .type = DB_TEXT, .text = value };
}

/* The two arguments `binds, count` of the calls below. */
#define BINDS(...)                            \
    (const struct db_value[]){ __VA_ARGS__ }, \
        sizeof((const struct db_value[]){ __VA_ARGS__ }) / sizeof(struct db_value)
#define NO_BINDS NULL, 0

/* A statement being read. Zero-initialise; query_end() is always safe. */
struct query {
    struct db *db;
    struct db_statement *statement;
};

/* `sql` must be a constant: its address is the key of the prepared statement. */
enum status query_start(struct query *, struct db *, const char *sql,
                        const struct db_value *binds, size_t count, struct error *err);
enum status query_next(struct query *, bool *ret_row, struct error *err);
int64_t query_int(const struct query *, int column);
double query_real(const struct query *, int column);
str query_text(const struct query *, int column); /* until the next step or end */
void query_end(struct query *);

/* Runs a statement to its end; rows it returns are skipped. `ret_changes` may be NULL. */
enum status db_run(struct db *, const char *sql, const struct db_value *binds, size_t count,
                   int64_t *ret_changes, struct error *err);

#endif

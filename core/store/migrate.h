/*
 * migrate.h — brings a database to the schema this program was built with.
 */
#ifndef HASTEN_STORE_MIGRATE_H
#define HASTEN_STORE_MIGRATE_H

#include "core/store/driver.h"

/* The files of migrations/, put into the program by the build. */
extern const struct embedded_file embedded_migrations[];
extern const size_t embedded_migrations_count;

/*
 * Applies those of `files` that the database has not seen, each in its own transaction. File
 * number i (from 0) must be named with i + 1 in four digits: 0001_jobs.sql. Refused with
 * STATUS_STORE: a database with more versions than `count`, and one whose recorded checksum of
 * a version is not that of the file.
 */
enum status migrate(struct db *, const struct embedded_file *files, size_t count,
                    int64_t now_unix_ms, int *ret_version, struct error *err);

#endif

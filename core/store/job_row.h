/*
 * job_row.h — the columns of a job, and how a row becomes a struct.
 */
#ifndef HASTEN_STORE_JOB_ROW_H
#define HASTEN_STORE_JOB_ROW_H

#include "core/store/store_internal.h"

/* In the order that job_row_read() expects. */
#define JOB_COLUMNS                                                                       \
    " id, state, kind, created_ms, updated_ms, started_ms, finished_ms, stage, progress," \
    " attempts, owner, lease_ms"

/* A row from the disk is hostile like any input: STATUS_INTERNAL when a column has a value that
 * we never write. Strings are copied into the arena. */
enum status job_row_read(const struct query *, struct arena *, struct job_row *ret,
                         struct error *err);
/* The same for one body column. */
enum status job_body_read(const struct query *, int column, struct arena *, str *ret,
                          struct error *err);

#endif

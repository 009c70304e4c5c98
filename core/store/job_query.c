/*
 * job_query.c — reading jobs: one, a page of them, and how many there are in a state.
 *
 * Pages go by the id of the last row seen (ids are UUIDv7, so their order is the order of
 * creation): a page costs the same wherever it is, and rows that arrive meanwhile neither
 * repeat nor hide others. A cursor is opaque to clients and checked as any input: it holds a
 * version, the filter it belongs to, and the id in hexadecimal.
 */
#include "core/store/job_row.h"

static const char select_job[] = "SELECT" JOB_COLUMNS "  FROM jobs"
                                 " WHERE id = $1";
static const char select_bodies[] = "SELECT request, result, error"
                                    "  FROM job_bodies"
                                    " WHERE id = $1";
static const char select_page[] = "SELECT" JOB_COLUMNS "  FROM jobs"
                                  " WHERE id < $1"
                                  " ORDER BY id DESC"
                                  " LIMIT $2";
static const char select_page_in_state[] = "SELECT" JOB_COLUMNS "  FROM jobs"
                                           " WHERE state = $3 AND id < $1"
                                           " ORDER BY id DESC"
                                           " LIMIT $2";
static const char select_count[] = "SELECT count(*)"
                                   "  FROM jobs"
                                   " WHERE state = $1";

static enum status not_found(struct error *err)
{
    return error_set(err, STATUS_NOT_FOUND, "there is no such job");
}

static enum status read_row(struct db *db, struct db_value id, struct arena *arena,
                            struct job_row *ret, struct error *err)
{
    struct query query = { 0 };
    bool row = false;
    enum status status = query_start(&query, db, select_job, BINDS(id), err);
    if (!status)
        status = query_next(&query, &row, err);
    if (!status)
        status = row ? job_row_read(&query, arena, ret, err) : not_found(err);
    query_end(&query);
    return status;
}

static enum status read_bodies(struct db *db, struct db_value id, struct arena *arena,
                               struct job_row *ret, struct error *err)
{
    struct query query = { 0 };
    bool row = false;
    enum status status = query_start(&query, db, select_bodies, BINDS(id), err);
    if (!status)
        status = query_next(&query, &row, err);
    if (!status && !row)
        status = error_set(err, STATUS_INTERNAL, "a stored job has no request");
    if (!status)
        status = job_body_read(&query, 0, arena, &ret->request, err);
    if (!status)
        status = job_body_read(&query, 1, arena, &ret->result, err);
    if (!status)
        status = job_body_read(&query, 2, arena, &ret->error, err);
    query_end(&query);
    return status;
}

/*
 * The two reads are two snapshots. The row is read first and decides: a terminal row never
 * changes, so its bodies are final; a result that arrives between the reads is dropped, because
 * the row beside it still says "running".
 */
static enum status read_job(struct db *db, const char *id, bool with_bodies,
                            struct arena *arena, struct job_row *ret, struct error *err)
{
    struct db_value key = db_text(str_from(id));
    struct job_row row;
    enum status status = read_row(db, key, arena, &row, err);
    if (!status && with_bodies)
        status = read_bodies(db, key, arena, &row, err);
    if (status)
        return status;
    if (!job_state_is_terminal(row.state))
        row.result = row.error = S("");
    *ret = row;
    return STATUS_OK;
}

enum status store_job_get(struct store *store, const char *id, bool with_bodies,
                          struct arena *arena, struct job_row *ret, struct error *err)
{
    struct db *db;
    if (!uuid_is_valid(str_from(id)))
        return not_found(err);
    enum status status = reader_borrow(store, &db, err);
    if (status)
        return status;
    status = read_job(db, id, with_bodies, arena, ret, err);
    reader_return(store, db);
    return status;
}

/* ---- pages ---------------------------------------------------------------------------- */

#define CURSOR_VERSION '1'
#define NO_LIMIT_ID    "ffffffff-ffff-ffff-ffff-ffffffffffff"

static char cursor_filter(int state)
{
    return state < 0 ? 'a' : (char) ('0' + state);
}

static str cursor_write(const char *id, int state, struct arena *arena)
{
    char out[2 + UUID_LEN + 1] = { CURSOR_VERSION, cursor_filter(state) };
    size_t n = 2;
    for (const char *p = id; *p; p++) {
        if (*p != '-')
            out[n++] = *p;
    }
    return arena_str(arena, (str){ out, n });
}

/* Puts the dashes back: 8-4-4-4-12. */
static bool cursor_read(str cursor, int state, char ret_id[UUID_LEN + 1])
{
    if (cursor.len != 34 || cursor.ptr[0] != CURSOR_VERSION ||
        cursor.ptr[1] != cursor_filter(state))
        return false;
    char id[UUID_LEN + 1] = { 0 };
    size_t n = 0;
    for (size_t i = 2; i < cursor.len; i++) {
        if (n == 8 || n == 13 || n == 18 || n == 23)
            id[n++] = '-';
        id[n++] = cursor.ptr[i];
    }
    if (!uuid_is_valid((str){ id, UUID_LEN }))
        return false;
    memcpy(ret_id, id, sizeof(id));
    return true;
}

/* Reads one row more than asked for, to know whether there is a next page. */
static enum status read_page(struct db *db, int state, const char *before, uint32_t limit,
                             struct arena *arena, struct job_page *ret, struct error *err)
{
    const struct db_value binds[] = { db_text(str_from(before)), db_int((int64_t) limit + 1),
                                      db_int(state) };
    struct job_page page = { .rows = ARENA_ARRAY(arena, struct job_row, limit) };
    struct query query = { 0 };
    enum status status = query_start(&query, db, state < 0 ? select_page : select_page_in_state,
                                     binds, state < 0 ? 2 : 3, err);
    bool row = !status, more = false;
    while (!status && !more && (status = query_next(&query, &row, err)) == STATUS_OK && row) {
        more = page.count == limit;
        if (!more)
            status = job_row_read(&query, arena, &page.rows[page.count++], err);
    }
    query_end(&query);
    if (status)
        return status;
    page.next_cursor = more ? cursor_write(page.rows[limit - 1].id, state, arena) : S("");
    *ret = page;
    return STATUS_OK;
}

enum status store_job_list(struct store *store, int state, str cursor, uint32_t limit,
                           struct arena *arena, struct job_page *ret, struct error *err)
{
    char before[UUID_LEN + 1] = NO_LIMIT_ID;
    struct db *db;
    if (state > JOB_CANCELLED)
        return error_field(err, STATUS_INVALID_FIELD, "status", "there is no such state");
    if (cursor.len && !cursor_read(cursor, state, before))
        return error_field(err, STATUS_INVALID_FIELD, "cursor",
                           "the cursor was not made by this list");
    limit = limit < 1 ? 1 : limit > STORE_MAX_PAGE ? STORE_MAX_PAGE : limit;
    enum status status = reader_borrow(store, &db, err);
    if (status)
        return status;
    status = read_page(db, state, before, limit, arena, ret, err);
    reader_return(store, db);
    return status;
}

enum status job_table_count(struct db *db, enum job_state state, int64_t *ret,
                            struct error *err)
{
    struct query query = { 0 };
    bool row = false;
    enum status status = query_start(&query, db, select_count, BINDS(db_int(state)), err);
    if (!status)
        status = query_next(&query, &row, err);
    if (!status)
        *ret = row ? query_int(&query, 0) : 0;
    query_end(&query);
    return status;
}

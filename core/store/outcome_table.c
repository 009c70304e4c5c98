/*
 * outcome_table.c — what became of candidates, and the totals per pattern.
 *
 * An outcome and its share in the totals are written by the same transaction, so that the
 * totals never have to be computed from the history.
 */
#include <math.h>

#include "core/store/store_internal.h"

static const char insert_outcome[] =
    "INSERT INTO outcomes (id, created_ms, pattern, signature, accepted, gate, speedup)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7)";
static const char add_to_totals[] =
    "INSERT INTO pattern_totals (pattern, tried, accepted, measured, sum_ln_speedup)"
    " VALUES ($1, 1, $2, $3, $4)"
    " ON CONFLICT (pattern) DO UPDATE"
    "   SET tried = pattern_totals.tried + 1,"
    "       accepted = pattern_totals.accepted + $2,"
    "       measured = pattern_totals.measured + $3,"
    "       sum_ln_speedup = pattern_totals.sum_ln_speedup + $4";
static const char select_totals[] = "SELECT pattern, tried, accepted, measured, sum_ln_speedup"
                                    "  FROM pattern_totals"
                                    " ORDER BY pattern"
                                    " LIMIT 1000";

struct outcomes {
    const struct outcome_row *rows;
    uint32_t count;
    int64_t now;
};

static enum status add_outcome(struct db *db, const struct outcome_row *row, int64_t now,
                               struct error *err)
{
    char id[UUID_LEN + 1];
    uuid_v7(id);
    bool measured = row->accepted && isfinite(row->speedup) && row->speedup > 0;
    enum status status =
        db_run(db, insert_outcome,
               BINDS(db_text(str_from(id)), db_int(now), db_text(row->pattern),
                     db_text(row->function_signature), db_int(row->accepted),
                     db_text(row->gate), db_real(isfinite(row->speedup) ? row->speedup : 0)),
               NULL, err);
    if (status)
        return status;
    return db_run(db, add_to_totals,
                  BINDS(db_text(row->pattern), db_int(row->accepted), db_int(measured),
                        db_real(measured ? log(row->speedup) : 0)),
                  NULL, err);
}

static enum status apply_outcomes(struct db *db, void *args, struct effects *effects,
                                  struct error *err)
{
    const struct outcomes *outcomes = args;
    enum status status = STATUS_OK;
    (void) effects;
    for (uint32_t i = 0; i < outcomes->count && !status; i++)
        status = add_outcome(db, &outcomes->rows[i], outcomes->now, err);
    return status;
}

enum status store_outcomes_add(struct store *store, const struct outcome_row *rows,
                               uint32_t count, struct error *err)
{
    struct outcomes outcomes = { rows, count, store->now() };
    return count ? store_write(store, apply_outcomes, &outcomes, err) : STATUS_OK;
}

typedef VEC(struct pattern_record) record_vec;

/* A total that cannot be ours is left out: ranking does without it. */
static void read_record(const struct query *query, struct arena *arena, record_vec *records)
{
    str pattern = query_text(query, 0);
    int64_t tried = query_int(query, 1), accepted = query_int(query, 2);
    int64_t measured = query_int(query, 3);
    double sum = query_real(query, 4);
    if (pattern.len > 64 || str_invalid_utf8(pattern) != SIZE_MAX || tried < 0 ||
        accepted < 0 || accepted > tried || measured < 0 || measured > accepted ||
        !isfinite(sum))
        return;
    *VEC_PUSH(arena, records) = (struct pattern_record){
        .pattern = arena_str(arena, pattern),
        .tried = tried,
        .accepted = accepted,
        .mean_log_speedup = measured ? sum / (double) measured : 0,
    };
}

enum status store_pattern_records(struct store *store, struct arena *arena,
                                  struct pattern_record **ret, uint32_t *ret_count,
                                  struct error *err)
{
    struct db *db;
    enum status status = reader_borrow(store, &db, err);
    if (status)
        return status;
    record_vec records = { 0 };
    struct query query = { 0 };
    status = query_start(&query, db, select_totals, NO_BINDS, err);
    bool row = !status;
    while (!status && (status = query_next(&query, &row, err)) == STATUS_OK && row)
        read_record(&query, arena, &records);
    query_end(&query);
    reader_return(store, db);
    if (status)
        return status;
    *ret = records.items;
    *ret_count = records.count;
    return STATUS_OK;
}

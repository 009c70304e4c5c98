/*
 * job_row.c — names of states, and validation of what comes back from the disk.
 */
#include "core/store/job_row.h"

#define MAX_NAME 128 /* bytes of kind, stage and owner */

static const char *const state_names[] = { "queued", "running", "succeeded", "failed",
                                           "cancelled" };

const char *job_state_name(enum job_state state)
{
    return state_names[state];
}

bool job_state_from(str name, enum job_state *ret)
{
    for (size_t i = 0; i < ARRAY_LEN(state_names); i++) {
        if (str_equal(name, str_from(state_names[i]))) {
            *ret = (enum job_state) i;
            return true;
        }
    }
    return false;
}

bool job_state_is_terminal(enum job_state state)
{
    return state == JOB_SUCCEEDED || state == JOB_FAILED || state == JOB_CANCELLED;
}

static bool text_ok(str s, size_t max)
{
    return s.len <= max && str_invalid_utf8(s) == SIZE_MAX && !memchr(s.ptr, 0, s.len);
}

static bool numbers_ok(const struct query *query)
{
    int64_t state = query_int(query, 1), progress = query_int(query, 8);
    int64_t attempts = query_int(query, 9);
    return state >= 0 && state < (int64_t) ARRAY_LEN(state_names) && progress >= 0 &&
           progress <= 100 && attempts >= 0 && attempts <= INT32_MAX &&
           query_int(query, 3) >= 0 && query_int(query, 4) >= 0 && query_int(query, 5) >= 0 &&
           query_int(query, 6) >= 0 && query_int(query, 11) >= 0;
}

static bool texts_ok(const struct query *query)
{
    return uuid_is_valid(query_text(query, 0)) && text_ok(query_text(query, 2), MAX_NAME) &&
           text_ok(query_text(query, 7), MAX_NAME) && text_ok(query_text(query, 10), MAX_NAME);
}

enum status job_row_read(const struct query *query, struct arena *arena, struct job_row *ret,
                         struct error *err)
{
    if (!numbers_ok(query) || !texts_ok(query))
        return error_set(err, STATUS_INTERNAL, "a stored job is damaged");
    *ret = (struct job_row){
        .state = (enum job_state) query_int(query, 1),
        .kind = arena_str(arena, query_text(query, 2)),
        .created_ms = query_int(query, 3),
        .updated_ms = query_int(query, 4),
        .started_ms = query_int(query, 5),
        .finished_ms = query_int(query, 6),
        .stage = arena_str(arena, query_text(query, 7)),
        .progress = (int32_t) query_int(query, 8),
        .attempts = (int32_t) query_int(query, 9),
        .owner = arena_str(arena, query_text(query, 10)),
        .lease_ms = query_int(query, 11),
    };
    memcpy(ret->id, query_text(query, 0).ptr, UUID_LEN);
    return STATUS_OK;
}

enum status job_body_read(const struct query *query, int column, struct arena *arena, str *ret,
                          struct error *err)
{
    str body = query_text(query, column);
    if (!text_ok(body, STORE_MAX_BODY))
        return error_set(err, STATUS_INTERNAL, "the body of a stored job is damaged");
    *ret = arena_str(arena, body);
    return STATUS_OK;
}

/*
 * store_test.h — a store in a directory of its own, and shorthand for jobs. Included once per
 * test program, after cmocka.
 */
#ifndef HASTEN_STORE_TEST_H
#define HASTEN_STORE_TEST_H

#include <unistd.h>

#include "hasten/store.h"

#define LEASE 30000

struct fixture {
    char dir[64], path[96];
    struct store *store;
    struct arena *arena;
};

/* The store's clock, moved by hand. */
static _Atomic int64_t test_now = 1000000;

static inline int64_t test_clock(void)
{
    return test_now;
}

static inline void open_store(struct fixture *f)
{
    struct error err = { 0 };
    if (store_open(f->path, &f->store, &err))
        fail_msg("%s", err.detail);
    store_set_clock(f->store, test_clock);
}

static inline int setup(void **state)
{
    struct fixture *f = xcalloc(1, sizeof(*f));
    snprintf(f->dir, sizeof(f->dir), "/tmp/hasten-store-XXXXXX");
    assert_non_null(mkdtemp(f->dir));
    snprintf(f->path, sizeof(f->path), "%s/test.db", f->dir);
    log_set_level(LOG_OFF);
    f->arena = arena_new(1 << 28);
    open_store(f);
    *state = f;
    return 0;
}

static inline int teardown(void **state)
{
    static const char *const suffixes[] = { "", "-wal", "-shm", "-lock", "-journal" };
    struct fixture *f = *state;
    char path[128];
    store_close(f->store);
    for (size_t i = 0; i < ARRAY_LEN(suffixes); i++) {
        snprintf(path, sizeof(path), "%s%s", f->path, suffixes[i]);
        unlink(path);
    }
    rmdir(f->dir);
    arena_free(f->arena);
    free(f);
    return 0;
}

static inline struct job_row new_job(str request)
{
    struct job_row row = { .kind = S("optimize"), .created_ms = test_now, .request = request };
    uuid_v7(row.id);
    return row;
}

static inline struct job_row insert_job(struct fixture *f, str request)
{
    struct job_row row = new_job(request);
    struct error err = { 0 };
    if (store_job_insert(f->store, &row, &err))
        fail_msg("%s", err.detail);
    return row;
}

static inline enum status claim_job(struct fixture *f, const char *owner, struct job_row *ret)
{
    return store_job_claim(f->store, str_from(owner), LEASE, 3, f->arena, ret, NULL);
}

static inline struct job_row get_job(struct fixture *f, const char *id)
{
    struct job_row row = { 0 };
    struct error err = { 0 };
    if (store_job_get(f->store, id, true, f->arena, &row, &err))
        fail_msg("%s", err.detail);
    return row;
}

static inline void assert_counts(struct fixture *f, int64_t queued, int64_t running)
{
    int64_t q, r;
    store_job_counts(f->store, &q, &r);
    assert_int_equal(q, queued);
    assert_int_equal(r, running);
}

static inline void assert_str(str s, const char *expected)
{
    if (!str_equal(s, str_from(expected)))
        fail_msg("\"%.*s\" is not \"%s\"", STR_ARG(s), expected);
}

#endif

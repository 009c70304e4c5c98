/*
 * jobs_test.h — an engine over a store of its own, with the fake pipeline. Included once per
 * test program, after cmocka.
 */
#ifndef HASTEN_JOBS_TEST_H
#define HASTEN_JOBS_TEST_H

#include <pthread.h>
#include <unistd.h>

#include "hasten/pipeline.h"
#include "server/jobs/jobs.h"
#include "tests/fakes/pipeline_fake.h"

#define PATIENCE_NS 120000000000ull /* far more than any of this takes */

struct fixture {
    char dir[64], path[96];
    struct config config;
    struct store *store;
    struct jobs *jobs;
    struct arena *arena;
};

/* Fails the test unless the condition becomes true. */
#define EVENTUALLY(condition)                       \
    do {                                            \
        uint64_t until_ = clock_ns() + PATIENCE_NS; \
        const struct timespec ms_ = { 0, 1000000 }; \
        while (!(condition) && clock_ns() < until_) \
            nanosleep(&ms_, NULL);                  \
        assert_true(condition);                     \
    } while (0)

static inline void start(struct fixture *f)
{
    assert_int_equal(store_open(f->path, &f->store, NULL), STATUS_OK);
    assert_int_equal(jobs_start(&f->config, f->store, NULL, &f->jobs, NULL), STATUS_OK);
}

static inline void stop(struct fixture *f)
{
    jobs_stop(f->jobs);
    store_close(f->store);
    f->jobs = NULL;
    f->store = NULL;
}

static inline int setup(void **state)
{
    struct fixture *f = xcalloc(1, sizeof(*f));
    snprintf(f->dir, sizeof(f->dir), "/tmp/hasten-jobs-XXXXXX");
    assert_non_null(mkdtemp(f->dir));
    snprintf(f->path, sizeof(f->path), "%s/test.db", f->dir);
    log_set_level(LOG_OFF);
    memset(&fake, 0, sizeof(fake));
    config_defaults(&f->config);
    f->config.workers = 3;
    f->arena = arena_new(1 << 28);
    start(f);
    *state = f;
    return 0;
}

static inline int teardown(void **state)
{
    static const char *const suffixes[] = { "", "-wal", "-shm", "-lock" };
    struct fixture *f = *state;
    char path[128];
    stop(f);
    for (size_t i = 0; i < ARRAY_LEN(suffixes); i++) {
        snprintf(path, sizeof(path), "%s%s", f->path, suffixes[i]);
        unlink(path);
    }
    rmdir(f->dir);
    config_release(&f->config);
    arena_free(f->arena);
    free(f);
    return 0;
}

struct job_id {
    char text[UUID_LEN + 1];
};

static inline struct job_id submit(struct fixture *f, const char *code)
{
    struct request request;
    struct job_id id;
    request_defaults(&request);
    request.code = str_from(code);
    assert_int_equal(jobs_submit(f->jobs, &request, id.text, NULL), STATUS_OK);
    return id;
}

static inline struct job_row row_of(struct fixture *f, const struct job_id *id)
{
    struct job_row row = { 0 };
    assert_int_equal(store_job_get(f->store, id->text, true, f->arena, &row, NULL), STATUS_OK);
    return row;
}

static inline bool is_in(struct fixture *f, const struct job_id *id, enum job_state state)
{
    return row_of(f, id).state == state;
}

static inline void assert_str(str s, const char *expected)
{
    if (!str_equal(s, str_from(expected)))
        fail_msg("\"%.*s\" is not \"%s\"", STR_ARG(s), expected);
}

#endif

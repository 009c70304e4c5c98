/*
 * test_jobs.c — the life of a job in the store: every transition, every race that must be lost.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <pthread.h>

#include "tests/unit/store/store_test.h"

static void test_store__insert_and_get(void **state)
{
    struct fixture *f = *state;
    struct job_row job = insert_job(f, S("{\"code\":\"h\xc3\xa9\"}"));
    struct job_row row = get_job(f, job.id);
    assert_string_equal(row.id, job.id);
    assert_int_equal(row.state, JOB_QUEUED);
    assert_str(row.kind, "optimize");
    assert_str(row.request, "{\"code\":\"h\xc3\xa9\"}");
    assert_int_equal(row.attempts, 0);
    assert_int_equal(row.created_ms, test_now);
    assert_counts(f, 1, 0);
}

static void test_store__insert_twice_is_a_conflict(void **state)
{
    struct fixture *f = *state;
    struct job_row job = insert_job(f, S("first"));
    job.request = S("second");
    assert_int_equal(store_job_insert(f->store, &job, NULL), STATUS_CONFLICT);
    assert_str(get_job(f, job.id).request, "first");
    assert_counts(f, 1, 0);
}

static void test_store__unknown_ids(void **state)
{
    struct fixture *f = *state;
    static const char *const ids[] = { "", "x", "' OR 1=1 --", "../../etc/passwd",
                                       "0192f0c1-2345-7abc-8def-0123456789ab" };
    struct job_row row;
    for (size_t i = 0; i < ARRAY_LEN(ids); i++) {
        assert_int_equal(store_job_get(f->store, ids[i], true, f->arena, &row, NULL),
                         STATUS_NOT_FOUND);
        assert_int_equal(store_job_cancel(f->store, ids[i], NULL), STATUS_NOT_FOUND);
        assert_int_equal(
            store_job_finish(f->store, ids[i], S("w"), JOB_FAILED, S(""), S(""), NULL),
            STATUS_CONFLICT);
    }
}

static void test_store__claim_takes_the_oldest(void **state)
{
    struct fixture *f = *state;
    struct job_row a = new_job(S("a")), b = new_job(S("b")), row;
    memcpy(a.id, "01900000-0000-7000-8000-000000000001", UUID_LEN);
    memcpy(b.id, "01900000-0000-7000-8000-000000000002", UUID_LEN);
    assert_int_equal(store_job_insert(f->store, &b, NULL), STATUS_OK);
    assert_int_equal(store_job_insert(f->store, &a, NULL), STATUS_OK);
    assert_int_equal(claim_job(f, "w1", &row), STATUS_OK);
    assert_string_equal(row.id, a.id);
    assert_str(row.request, "a");
    assert_int_equal(row.state, JOB_RUNNING);
    assert_int_equal(row.attempts, 1);
    assert_int_equal(row.started_ms, test_now);
    assert_int_equal(row.lease_ms, test_now + LEASE);
    assert_int_equal(claim_job(f, "w1", &row), STATUS_OK);
    assert_string_equal(row.id, b.id);
    assert_int_equal(claim_job(f, "w1", &row), STATUS_NOT_FOUND);
    assert_counts(f, 0, 2);
}

static void test_store__finish_is_exactly_once(void **state)
{
    struct fixture *f = *state;
    struct job_row row, job = insert_job(f, S("{}"));
    assert_int_equal(
        store_job_finish(f->store, job.id, S("w1"), JOB_SUCCEEDED, S("r"), S(""), NULL),
        STATUS_CONFLICT); /* not running */
    assert_int_equal(claim_job(f, "w1", &row), STATUS_OK);
    assert_int_equal(
        store_job_finish(f->store, job.id, S("w2"), JOB_SUCCEEDED, S("r"), S(""), NULL),
        STATUS_CONFLICT); /* not theirs */
    assert_int_equal(
        store_job_finish(f->store, job.id, S("w1"), JOB_RUNNING, S("r"), S(""), NULL),
        STATUS_INVALID_FIELD);
    assert_int_equal(
        store_job_finish(f->store, job.id, S("w1"), JOB_SUCCEEDED, S("r"), S(""), NULL),
        STATUS_OK);
    assert_int_equal(
        store_job_finish(f->store, job.id, S("w1"), JOB_FAILED, S(""), S("e"), NULL),
        STATUS_CONFLICT);
    assert_int_equal(store_job_cancel(f->store, job.id, NULL), STATUS_CONFLICT);
    row = get_job(f, job.id);
    assert_int_equal(row.state, JOB_SUCCEEDED);
    assert_str(row.result, "r");
    assert_str(row.error, "");
    assert_int_equal(row.progress, 100);
    assert_counts(f, 0, 0);
}

static void test_store__heartbeat_keeps_the_lease(void **state)
{
    struct fixture *f = *state;
    struct job_row row, job = insert_job(f, S("{}"));
    assert_int_equal(claim_job(f, "w1", &row), STATUS_OK);
    test_now += LEASE - 1;
    assert_int_equal(
        store_job_heartbeat(f->store, job.id, S("w1"), LEASE, S("verify"), 40, NULL),
        STATUS_OK);
    test_now += LEASE - 1;
    assert_int_equal(claim_job(f, "w2", &row), STATUS_NOT_FOUND);
    row = get_job(f, job.id);
    assert_str(row.stage, "verify");
    assert_int_equal(row.progress, 40);
    assert_int_equal(store_job_heartbeat(f->store, job.id, S("w2"), LEASE, S(""), 1, NULL),
                     STATUS_CONFLICT);
}

static void test_store__lease_takeover(void **state)
{
    struct fixture *f = *state;
    struct job_row row, job = insert_job(f, S("{}"));
    assert_int_equal(claim_job(f, "w1", &row), STATUS_OK);
    test_now += LEASE;
    assert_int_equal(claim_job(f, "w2", &row), STATUS_OK);
    assert_string_equal(row.id, job.id);
    assert_int_equal(row.attempts, 2);
    assert_str(row.request, "{}");
    assert_int_equal(store_job_heartbeat(f->store, job.id, S("w1"), LEASE, S(""), 1, NULL),
                     STATUS_CONFLICT);
    assert_int_equal(
        store_job_finish(f->store, job.id, S("w1"), JOB_SUCCEEDED, S("1"), S(""), NULL),
        STATUS_CONFLICT);
    assert_int_equal(
        store_job_finish(f->store, job.id, S("w2"), JOB_SUCCEEDED, S("2"), S(""), NULL),
        STATUS_OK);
    assert_str(get_job(f, job.id).result, "2");
    assert_counts(f, 0, 0);
}

static void test_store__lapsed_lease_may_still_finish(void **state)
{
    struct fixture *f = *state;
    struct job_row row, job = insert_job(f, S("{}"));
    assert_int_equal(claim_job(f, "w1", &row), STATUS_OK);
    test_now += 10 * LEASE;
    assert_int_equal(
        store_job_finish(f->store, job.id, S("w1"), JOB_SUCCEEDED, S("1"), S(""), NULL),
        STATUS_OK);
    assert_int_equal(claim_job(f, "w2", &row), STATUS_NOT_FOUND);
}

static void test_store__abandoned_after_max_attempts(void **state)
{
    struct fixture *f = *state;
    struct job_row row, job = insert_job(f, S("{}"));
    for (int i = 0; i < 3; i++) {
        assert_int_equal(claim_job(f, "w1", &row), STATUS_OK);
        test_now += LEASE;
    }
    assert_int_equal(claim_job(f, "w1", &row), STATUS_NOT_FOUND);
    row = get_job(f, job.id);
    assert_int_equal(row.state, JOB_FAILED);
    assert_true(str_find(row.error, S("\"code\":\"abandoned\"")) != SIZE_MAX ||
                str_find(row.error, S("\"code\": \"abandoned\"")) != SIZE_MAX);
    struct json *problem;
    assert_int_equal(json_parse(row.error, &problem, NULL), STATUS_OK);
    json_free(problem);
    assert_counts(f, 0, 0);
}

static void test_store__release_does_not_count(void **state)
{
    struct fixture *f = *state;
    struct job_row row, job = insert_job(f, S("{}"));
    for (int i = 0; i < 10; i++) {
        assert_int_equal(claim_job(f, "w1", &row), STATUS_OK);
        assert_int_equal(row.attempts, 1);
        assert_int_equal(store_job_release(f->store, job.id, S("w2"), NULL), STATUS_CONFLICT);
        assert_int_equal(store_job_release(f->store, job.id, S("w1"), NULL), STATUS_OK);
        assert_counts(f, 1, 0);
    }
    assert_int_equal(store_job_release(f->store, job.id, S("w1"), NULL), STATUS_CONFLICT);
}

static void test_store__cancel(void **state)
{
    struct fixture *f = *state;
    struct job_row row, a = insert_job(f, S("a")), b;
    assert_int_equal(store_job_cancel(f->store, a.id, NULL), STATUS_OK);
    assert_counts(f, 0, 0);
    b = insert_job(f, S("b"));
    assert_int_equal(claim_job(f, "w1", &row), STATUS_OK);
    assert_string_equal(row.id, b.id);
    assert_int_equal(store_job_cancel(f->store, b.id, NULL), STATUS_OK);
    assert_int_equal(store_job_cancel(f->store, b.id, NULL), STATUS_CONFLICT);
    assert_int_equal(
        store_job_finish(f->store, b.id, S("w1"), JOB_SUCCEEDED, S("r"), S(""), NULL),
        STATUS_CONFLICT);
    assert_int_equal(store_job_heartbeat(f->store, b.id, S("w1"), LEASE, S(""), 1, NULL),
                     STATUS_CONFLICT);
    assert_int_equal(get_job(f, b.id).state, JOB_CANCELLED);
    assert_counts(f, 0, 0);
}

static void test_store__survives_reopen(void **state)
{
    struct fixture *f = *state;
    struct job_row row, a = insert_job(f, S("a")), b = insert_job(f, S("b"));
    assert_int_equal(claim_job(f, "w1", &row), STATUS_OK);
    store_close(f->store);
    open_store(f);
    assert_counts(f, 1, 1);
    assert_int_equal(store_jobs_recover(f->store, NULL), STATUS_OK);
    assert_int_equal(claim_job(f, "w2", &row), STATUS_OK); /* the running one, at once */
    assert_true(strcmp(row.id, a.id) == 0 || strcmp(row.id, b.id) == 0);
    assert_int_equal(row.attempts, 2);
}

static void test_store__recover_needs_to_be_alone(void **state)
{
    struct fixture *f = *state;
    struct store *other;
    struct job_row row;
    insert_job(f, S("a"));
    assert_int_equal(claim_job(f, "w1", &row), STATUS_OK);
    assert_int_equal(store_open(f->path, &other, NULL), STATUS_OK);
    store_set_clock(other, test_clock);
    assert_int_equal(store_jobs_recover(other, NULL), STATUS_OK);
    assert_int_equal(store_job_claim(other, S("w2"), LEASE, 3, f->arena, &row, NULL),
                     STATUS_NOT_FOUND);
    store_close(other);
}

/* ---- pages ---------------------------------------------------------------------------- */

static void test_store__pages_cover_everything_once(void **state)
{
    struct fixture *f = *state;
    struct job_row rows[25];
    uint32_t seen = 0;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        rows[i] = new_job(S("{}"));
        snprintf(rows[i].id, sizeof(rows[i].id), "01900000-0000-7000-8000-%012zu", i);
        assert_int_equal(store_job_insert(f->store, &rows[i], NULL), STATUS_OK);
    }
    struct job_page page = { 0 };
    do {
        assert_int_equal(
            store_job_list(f->store, -1, page.next_cursor, 10, f->arena, &page, NULL),
            STATUS_OK);
        for (uint32_t i = 0; i < page.count; i++, seen++)
            assert_string_equal(page.rows[i].id, rows[24 - seen].id);
    } while (page.next_cursor.len);
    assert_int_equal(seen, 25);
    assert_int_equal(page.count, 5);
}

static void test_store__pages_by_state(void **state)
{
    struct fixture *f = *state;
    struct job_row row;
    struct job_page page;
    for (int i = 0; i < 6; i++)
        insert_job(f, S("{}"));
    for (int i = 0; i < 3; i++)
        assert_int_equal(claim_job(f, "w", &row), STATUS_OK);
    assert_int_equal(store_job_list(f->store, JOB_RUNNING, S(""), 3, f->arena, &page, NULL),
                     STATUS_OK);
    assert_int_equal(page.count, 3);
    assert_int_equal(page.next_cursor.len, 0); /* full, and yet the last one */
    assert_int_equal(store_job_list(f->store, JOB_FAILED, S(""), 3, f->arena, &page, NULL),
                     STATUS_OK);
    assert_int_equal(page.count, 0);
}

static void test_store__cursor_abuse(void **state)
{
    struct fixture *f = *state;
    struct job_page page;
    struct error err = { 0 };
    static const char *const bad[] = {
        "x",
        "1a",
        "1a0190000000007000800000000000000",
        "1a01900000000070008000000000000000a",
        "2a01900000000070008000000000000000",
        "1z01900000000070008000000000000000",
        "1a0190000000007000800000000000000g",
        "1a' OR 1=1; --0000000000000000000000",
        "1001900000000070008000000000000000",
    };
    for (int i = 0; i < 4; i++)
        insert_job(f, S("{}"));
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        assert_int_equal(
            store_job_list(f->store, -1, str_from(bad[i]), 2, f->arena, &page, &err),
            STATUS_INVALID_FIELD);
        assert_string_equal(err.field, "cursor");
    }
    assert_int_equal(store_job_list(f->store, -1, S(""), 2, f->arena, &page, NULL), STATUS_OK);
    assert_int_equal(page.next_cursor.len, 34);
    assert_int_equal(
        store_job_list(f->store, JOB_QUEUED, page.next_cursor, 2, f->arena, &page, NULL),
        STATUS_INVALID_FIELD); /* of another list */
    assert_int_equal(store_job_list(f->store, 99, S(""), 2, f->arena, &page, NULL),
                     STATUS_INVALID_FIELD);
    assert_int_equal(store_job_list(f->store, -1, S(""), UINT32_MAX, f->arena, &page, NULL),
                     STATUS_OK);
    assert_int_equal(page.count, 4);
}

/* ---- many threads --------------------------------------------------------------------- */

#define THREADS   8
#define JOBS_EACH 40

struct crowd {
    struct fixture *f;
    _Atomic int claimed, finished, conflicts;
    char owner[16];
};

static void *produce(void *context)
{
    struct crowd *crowd = context;
    for (int i = 0; i < JOBS_EACH; i++) {
        struct job_row row = new_job(S("{}"));
        if (store_job_insert(crowd->f->store, &row, NULL))
            abort();
    }
    return NULL;
}

/* Two threads share each owner name, so both sides of a finish race are "ours". */
static void *consume(void *context)
{
    struct crowd *crowd = context;
    struct arena *arena = arena_new(1 << 26);
    struct job_row row;
    while (crowd->claimed < THREADS * JOBS_EACH) {
        if (store_job_claim(crowd->f->store, S("w"), LEASE, 3, arena, &row, NULL))
            continue;
        crowd->claimed++;
        for (int i = 0; i < 2; i++) {
            enum status status = store_job_finish(crowd->f->store, row.id, S("w"),
                                                  JOB_SUCCEEDED, S("r"), S(""), NULL);
            crowd->finished += status == STATUS_OK;
            crowd->conflicts += status == STATUS_CONFLICT;
        }
    }
    arena_free(arena);
    return NULL;
}

static void test_store__concurrent_cycles(void **state)
{
    struct fixture *f = *state;
    struct crowd crowd = { .f = f };
    pthread_t threads[THREADS * 2];
    for (int i = 0; i < THREADS * 2; i++)
        assert_int_equal(
            pthread_create(&threads[i], NULL, i < THREADS ? produce : consume, &crowd), 0);
    for (int i = 0; i < THREADS * 2; i++)
        pthread_join(threads[i], NULL);
    assert_int_equal(crowd.claimed, THREADS * JOBS_EACH);
    assert_int_equal(crowd.finished, THREADS * JOBS_EACH);
    assert_int_equal(crowd.conflicts, THREADS * JOBS_EACH);
    assert_counts(f, 0, 0);
}

/* A cancel and a finish race for each job: exactly one of them wins. */
struct duel {
    struct store *store;
    char ids[100][UUID_LEN + 1];
    enum status cancelled[100];
};

static void *cancel_all(void *context)
{
    struct duel *duel = context;
    for (size_t i = 0; i < 100; i++)
        duel->cancelled[i] = store_job_cancel(duel->store, duel->ids[i], NULL);
    return NULL;
}

static void test_store__cancel_races_finish(void **state)
{
    struct fixture *f = *state;
    struct duel duel = { .store = f->store };
    struct job_row row;
    pthread_t thread;
    for (size_t i = 0; i < 100; i++) {
        insert_job(f, S("{}"));
        assert_int_equal(claim_job(f, "w", &row), STATUS_OK);
        memcpy(duel.ids[i], row.id, sizeof(row.id));
    }
    assert_int_equal(pthread_create(&thread, NULL, cancel_all, &duel), 0);
    enum status finished[100];
    for (size_t i = 100; i-- > 0;)
        finished[i] =
            store_job_finish(f->store, duel.ids[i], S("w"), JOB_SUCCEEDED, S("r"), S(""), NULL);
    pthread_join(thread, NULL);
    for (size_t i = 0; i < 100; i++) {
        assert_true((finished[i] == STATUS_OK) != (duel.cancelled[i] == STATUS_OK));
        assert_int_equal(get_job(f, duel.ids[i]).state,
                         finished[i] ? JOB_CANCELLED : JOB_SUCCEEDED);
    }
    assert_counts(f, 0, 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_store__insert_and_get),
        TEST(test_store__insert_twice_is_a_conflict),
        TEST(test_store__unknown_ids),
        TEST(test_store__claim_takes_the_oldest),
        TEST(test_store__finish_is_exactly_once),
        TEST(test_store__heartbeat_keeps_the_lease),
        TEST(test_store__lease_takeover),
        TEST(test_store__lapsed_lease_may_still_finish),
        TEST(test_store__abandoned_after_max_attempts),
        TEST(test_store__release_does_not_count),
        TEST(test_store__cancel),
        TEST(test_store__survives_reopen),
        TEST(test_store__recover_needs_to_be_alone),
        TEST(test_store__pages_cover_everything_once),
        TEST(test_store__pages_by_state),
        TEST(test_store__cursor_abuse),
        TEST(test_store__concurrent_cycles),
        TEST(test_store__cancel_races_finish),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

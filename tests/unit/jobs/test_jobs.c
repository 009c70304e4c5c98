/*
 * test_jobs.c — the engine with a fake pipeline: results, errors, cancellation, watches,
 * analyses, admission, drain, takeover.
 */
#include <assert.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "hasten/report.h"
#include "tests/unit/jobs/jobs_test.h"

static void test_jobs__success(void **state)
{
    struct fixture *f = *state;
    struct job_id id = submit(f, "ok");
    EVENTUALLY(is_in(f, &id, JOB_SUCCEEDED));
    struct job_row row = row_of(f, &id);
    assert_str(row.result, "{\"optimized_code\":\"ok\"}");
    assert_int_equal(row.attempts, 1);
    assert_int_equal(fake.runs, 1);
}

static void test_jobs__failure_is_a_problem(void **state)
{
    struct fixture *f = *state;
    struct job_id id = submit(f, "fail");
    EVENTUALLY(is_in(f, &id, JOB_FAILED));
    assert_str(row_of(f, &id).error, "{\"code\":\"invalid_python\"}");
    assert_str(row_of(f, &id).result, "");
}

static void test_jobs__burst_runs_each_once(void **state)
{
    struct fixture *f = *state;
    struct job_id ids[60];
    int64_t queued, running;
    for (size_t i = 0; i < ARRAY_LEN(ids); i++)
        ids[i] = submit(f, "ok");
    for (size_t i = 0; i < ARRAY_LEN(ids); i++)
        EVENTUALLY(is_in(f, &ids[i], JOB_SUCCEEDED));
    assert_int_equal(fake.runs, 60);
    store_job_counts(f->store, &queued, &running);
    assert_int_equal(queued + running, 0);
}

static void test_jobs__workers_work_side_by_side(void **state)
{
    struct fixture *f = *state;
    for (int i = 0; i < 4; i++)
        submit(f, "hold");
    EVENTUALLY(fake.running == 3);
    atomic_store(&fake.released, true);
    EVENTUALLY(fake.runs == 4 && fake.running == 0);
}

static void test_jobs__progress_reaches_the_store(void **state)
{
    struct fixture *f = *state;
    struct job_id id = submit(f, "hold");
    EVENTUALLY(row_of(f, &id).progress == 50);
    assert_str(row_of(f, &id).stage, "verify");
    int64_t writes = counter_get(COUNTER_STORE_WRITES);
    const struct timespec second = { 1, 0 };
    uint64_t begin = clock_ns();
    nanosleep(&second, NULL); /* some 900 reports */
    int64_t allowed = 6 * (int64_t) ((clock_ns() - begin) / 1000000000 + 1);
    assert_true(counter_get(COUNTER_STORE_WRITES) - writes <= allowed);
    atomic_store(&fake.released, true);
    EVENTUALLY(is_in(f, &id, JOB_SUCCEEDED));
}

static void test_jobs__deadline(void **state)
{
    struct fixture *f = *state;
    struct request request;
    struct job_id id;
    request_defaults(&request);
    request.code = S("block");
    request.budget.seconds = 0.05;
    assert_int_equal(jobs_submit(f->jobs, &request, id.text, NULL), STATUS_OK);
    EVENTUALLY(is_in(f, &id, JOB_FAILED)); /* the fake calls a passed deadline cancelled */
}

static void test_jobs__keys_are_used_and_not_stored(void **state)
{
    struct fixture *f = *state;
    struct request request;
    struct job_id id;
    request_defaults(&request);
    request.code = S("ok");
    request.api_key = S("sk-secret");
    assert_int_equal(jobs_submit(f->jobs, &request, id.text, NULL), STATUS_OK);
    EVENTUALLY(is_in(f, &id, JOB_SUCCEEDED));
    assert_true(fake.saw_key);
    assert_true(str_find(row_of(f, &id).request, S("sk-secret")) == SIZE_MAX);
}

/* ---- cancellation --------------------------------------------------------------------- */

static void test_jobs__cancel_running(void **state)
{
    struct fixture *f = *state;
    struct job_id id = submit(f, "block");
    EVENTUALLY(fake.running == 1);
    assert_int_equal(jobs_cancel(f->jobs, id.text, NULL), STATUS_OK);
    EVENTUALLY(fake.running == 0);
    assert_true(is_in(f, &id, JOB_CANCELLED));
    assert_int_equal(jobs_cancel(f->jobs, id.text, NULL), STATUS_CONFLICT);
    assert_int_equal(jobs_cancel(f->jobs, "nonsense", NULL), STATUS_NOT_FOUND);
}

static void test_jobs__cancel_queued(void **state)
{
    struct fixture *f = *state;
    for (int i = 0; i < 3; i++)
        submit(f, "hold");
    EVENTUALLY(fake.running == 3);
    struct job_id id = submit(f, "ok");
    assert_int_equal(jobs_cancel(f->jobs, id.text, NULL), STATUS_OK);
    atomic_store(&fake.released, true);
    EVENTUALLY(fake.running == 0);
    assert_true(is_in(f, &id, JOB_CANCELLED));
    assert_int_equal(fake.runs, 3);
}

/* The cancellation lands anywhere between submission and end; the state is final either way. */
static void test_jobs__cancel_races(void **state)
{
    struct fixture *f = *state;
    struct job_id ids[60];
    enum status cancelled[60];
    for (size_t i = 0; i < ARRAY_LEN(ids); i++) {
        ids[i] = submit(f, i % 2 ? "block" : "ok");
        cancelled[i] = jobs_cancel(f->jobs, ids[i].text, NULL);
        assert_true(cancelled[i] == STATUS_OK || cancelled[i] == STATUS_CONFLICT);
    }
    EVENTUALLY(fake.running == 0);
    for (size_t i = 0; i < ARRAY_LEN(ids); i++)
        assert_true(is_in(f, &ids[i], cancelled[i] ? JOB_SUCCEEDED : JOB_CANCELLED));
}

/* ---- watches -------------------------------------------------------------------------- */

static void count_call(void *context)
{
    atomic_fetch_add((atomic_int *) context, 1);
}

static void test_jobs__watch_is_called_once(void **state)
{
    struct fixture *f = *state;
    atomic_int calls = 0, late = 0, cancelled = 0;
    struct job_id id = submit(f, "sleep 20"), blocked = submit(f, "block");
    assert_true(jobs_watch(f->jobs, id.text, count_call, &calls) != 0);
    assert_true(jobs_watch(f->jobs, blocked.text, count_call, &cancelled) != 0);
    EVENTUALLY(calls == 1);
    assert_true(is_in(f, &id, JOB_SUCCEEDED));
    assert_true(jobs_watch(f->jobs, id.text, count_call, &late) != 0); /* already ended */
    EVENTUALLY(late == 1);
    assert_int_equal(cancelled, 0);
    assert_int_equal(jobs_cancel(f->jobs, blocked.text, NULL), STATUS_OK);
    EVENTUALLY(cancelled == 1);
    stop(f);
    assert_int_equal(calls, 1);
    assert_int_equal(late, 1);
    assert_int_equal(cancelled, 1);
    start(f);
}

static void test_jobs__watch_of_nothing(void **state)
{
    struct fixture *f = *state;
    atomic_int calls = 0;
    char id[UUID_LEN + 1];
    uuid_v7(id);
    assert_int_equal(jobs_watch(f->jobs, id, count_call, &calls), 0);
    assert_int_equal(jobs_watch(f->jobs, "x", count_call, &calls), 0);
    jobs_unwatch(f->jobs, 0);
    jobs_unwatch(f->jobs, 12345);
    stop(f);
    assert_int_equal(calls, 0);
    start(f);
}

static void test_jobs__unwatch_then_never(void **state)
{
    struct fixture *f = *state;
    struct job_id id = submit(f, "hold");
    atomic_int calls = 0;
    jobs_unwatch(f->jobs, jobs_watch(f->jobs, id.text, count_call, &calls));
    atomic_store(&fake.released, true);
    EVENTUALLY(is_in(f, &id, JOB_SUCCEEDED));
    stop(f);
    assert_int_equal(calls, 0);
    start(f);
}

struct slow_call {
    atomic_bool entered, left;
};

static void slow_done(void *context)
{
    struct slow_call *call = context;
    const struct timespec pause = { 0, 50000000 };
    atomic_store(&call->entered, true);
    nanosleep(&pause, NULL);
    atomic_store(&call->left, true);
}

static void test_jobs__unwatch_waits_for_a_running_callback(void **state)
{
    struct fixture *f = *state;
    struct job_id id = submit(f, "hold");
    struct slow_call call = { 0 };
    uint64_t ticket = jobs_watch(f->jobs, id.text, slow_done, &call);
    atomic_store(&fake.released, true);
    EVENTUALLY(call.entered);
    jobs_unwatch(f->jobs, ticket);
    assert_true(call.left);
}

/* ---- analyses ------------------------------------------------------------------------- */

struct analysis_result {
    atomic_int calls;
    enum status status;
    char body[128];
};

static void analysis_done(void *context, enum status status, const struct error *err, str body)
{
    struct analysis_result *result = context;
    result->status = status;
    assert(status == STATUS_OK || err->status == status);
    snprintf(result->body, sizeof(result->body), "%.*s", STR_ARG(body));
    atomic_fetch_add(&result->calls, 1);
}

static enum status analyze(struct fixture *f, const char *code, struct analysis_result *result)
{
    struct request request;
    request_defaults(&request);
    request.code = str_from(code);
    return jobs_analyze(f->jobs, &request, report_analyze_json, analysis_done, result, NULL);
}

static void test_jobs__analyze(void **state)
{
    struct fixture *f = *state;
    struct analysis_result good = { 0 }, bad = { 0 };
    assert_int_equal(analyze(f, "ok", &good), STATUS_OK);
    assert_int_equal(analyze(f, "fail", &bad), STATUS_OK);
    EVENTUALLY(good.calls == 1 && bad.calls == 1);
    assert_int_equal(good.status, STATUS_OK);
    assert_string_equal(good.body, "{\"analyzed\":\"ok\"}");
    assert_int_equal(bad.status, STATUS_INVALID_PYTHON);
}

static void test_jobs__analyses_are_bounded_and_all_answered(void **state)
{
    struct fixture *f = *state;
    struct analysis_result results[100] = { 0 };
    size_t accepted = 0;
    enum status status;
    while ((status = analyze(f, "block", &results[accepted])) == STATUS_OK)
        accepted++;
    assert_int_equal(status, STATUS_TOO_MANY);
    assert_true(accepted >= 64 && accepted <= 65);
    stop(f);
    for (size_t i = 0; i < accepted; i++) {
        assert_int_equal(results[i].calls, 1);
        assert_int_equal(results[i].status, STATUS_UNAVAILABLE);
    }
    start(f);
}

/* ---- admission, drain, restart -------------------------------------------------------- */

static void test_jobs__queue_limit(void **state)
{
    struct fixture *f = *state;
    struct request request;
    struct job_id id;
    struct error err = { 0 };
    for (int i = 0; i < 3; i++)
        submit(f, "hold");
    EVENTUALLY(fake.running == 3);
    f->config.max_queue = 2;
    submit(f, "ok");
    submit(f, "ok");
    request_defaults(&request);
    request.code = S("ok");
    assert_int_equal(jobs_submit(f->jobs, &request, id.text, &err), STATUS_UNAVAILABLE);
    assert_string_equal(err.detail, "the queue is full");
    atomic_store(&fake.released, true);
    EVENTUALLY(fake.runs == 5);
}

static void test_jobs__drain_waits(void **state)
{
    struct fixture *f = *state;
    struct job_id id = submit(f, "sleep 100");
    EVENTUALLY(fake.running == 1);
    jobs_drain(f->jobs, 10000);
    assert_true(is_in(f, &id, JOB_SUCCEEDED));
    struct request request;
    request_defaults(&request);
    request.code = S("ok");
    assert_int_equal(jobs_submit(f->jobs, &request, id.text, NULL), STATUS_UNAVAILABLE);
    struct buf reason = { 0 };
    assert_false(jobs_ready(f->jobs, &reason));
    assert_str(buf_str(&reason), "shutting down");
    buf_free(&reason);
}

static void test_jobs__drain_gives_back(void **state)
{
    struct fixture *f = *state;
    struct job_id id = submit(f, "hold");
    EVENTUALLY(fake.running == 1);
    jobs_drain(f->jobs, 10);
    jobs_stop(f->jobs);
    f->jobs = NULL;
    struct job_row row = row_of(f, &id);
    assert_int_equal(row.state, JOB_QUEUED);
    assert_int_equal(row.attempts, 0);
    store_close(f->store);
    atomic_store(&fake.released, true);
    start(f);
    EVENTUALLY(is_in(f, &id, JOB_SUCCEEDED));
}

static void test_jobs__left_running_is_taken_over_at_start(void **state)
{
    struct fixture *f = *state;
    stop(f);
    assert_int_equal(store_open(f->path, &f->store, NULL), STATUS_OK);
    struct job_row row = { .kind = S("optimize"), .created_ms = 1 };
    struct job_id id;
    uuid_v7(row.id);
    memcpy(id.text, row.id, sizeof(row.id));
    row.request = S("{\"code\":\"ok\"}");
    assert_int_equal(store_job_insert(f->store, &row, NULL), STATUS_OK);
    assert_int_equal(store_job_claim(f->store, S("dead"), 3600000, 3, f->arena, &row, NULL),
                     STATUS_OK);
    store_close(f->store);
    start(f);
    EVENTUALLY(is_in(f, &id, JOB_SUCCEEDED));
    assert_int_equal(row_of(f, &id).attempts, 2);
}

static void test_jobs__damaged_request_fails(void **state)
{
    struct fixture *f = *state;
    stop(f);
    assert_int_equal(store_open(f->path, &f->store, NULL), STATUS_OK);
    struct job_row row = { .kind = S("optimize"), .created_ms = 1, .request = S("{\"code\":") };
    struct job_id id;
    uuid_v7(row.id);
    memcpy(id.text, row.id, sizeof(row.id));
    assert_int_equal(store_job_insert(f->store, &row, NULL), STATUS_OK);
    store_close(f->store);
    start(f);
    EVENTUALLY(is_in(f, &id, JOB_FAILED));
    assert_int_equal(fake.runs, 0);
}

/* Somebody else takes the job: the run is wound up and its result refused. */
static void test_jobs__lost_lease_stops_the_run(void **state)
{
    struct fixture *f = *state;
    stop(f);
    f->config.lease = 2;
    start(f);
    struct job_id id = submit(f, "block");
    EVENTUALLY(fake.running == 1);
    struct store *other;
    assert_int_equal(store_open(f->path, &other, NULL), STATUS_OK);
    assert_int_equal(store_job_cancel(other, id.text, NULL), STATUS_OK);
    EVENTUALLY(fake.running == 0);
    assert_true(is_in(f, &id, JOB_CANCELLED));
    store_close(other);
}

static void test_jobs__ended_elsewhere_is_noticed(void **state)
{
    struct fixture *f = *state;
    atomic_int calls = 0;
    for (int i = 0; i < 3; i++)
        submit(f, "hold");
    EVENTUALLY(fake.running == 3);
    struct job_id id = submit(f, "ok");
    assert_true(jobs_watch(f->jobs, id.text, count_call, &calls) != 0);
    assert_int_equal(store_job_cancel(f->store, id.text, NULL), STATUS_OK); /* not by us */
    EVENTUALLY(calls == 1);
}

/* ---- without a sandbox ---------------------------------------------------------------- */

static void test_jobs__without_sandbox(void **state)
{
    struct fixture *f = *state;
    struct buf reason = { 0 };
    EVENTUALLY(jobs_ready(f->jobs, &reason));
    assert_int_equal(jobs_sandbox_layers(f->jobs) != 0, 1);
    stop(f);
    atomic_store(&fake.no_sandbox, true);
    start(f);
    struct job_id id = submit(f, "ok");
    EVENTUALLY(is_in(f, &id, JOB_SUCCEEDED));
    assert_true(fake.saw_no_sandbox);
    buf_clear(&reason);
    EVENTUALLY((buf_clear(&reason), jobs_ready(f->jobs, &reason),
                str_starts(buf_str(&reason), S("no sandbox: the fake"))));
    assert_int_equal(jobs_sandbox_layers(f->jobs), 0);
    buf_free(&reason);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_jobs__success),
        TEST(test_jobs__failure_is_a_problem),
        TEST(test_jobs__burst_runs_each_once),
        TEST(test_jobs__workers_work_side_by_side),
        TEST(test_jobs__progress_reaches_the_store),
        TEST(test_jobs__deadline),
        TEST(test_jobs__keys_are_used_and_not_stored),
        TEST(test_jobs__cancel_running),
        TEST(test_jobs__cancel_queued),
        TEST(test_jobs__cancel_races),
        TEST(test_jobs__watch_is_called_once),
        TEST(test_jobs__watch_of_nothing),
        TEST(test_jobs__unwatch_then_never),
        TEST(test_jobs__unwatch_waits_for_a_running_callback),
        TEST(test_jobs__analyze),
        TEST(test_jobs__analyses_are_bounded_and_all_answered),
        TEST(test_jobs__queue_limit),
        TEST(test_jobs__drain_waits),
        TEST(test_jobs__drain_gives_back),
        TEST(test_jobs__left_running_is_taken_over_at_start),
        TEST(test_jobs__damaged_request_fails),
        TEST(test_jobs__lost_lease_stops_the_run),
        TEST(test_jobs__ended_elsewhere_is_noticed),
        TEST(test_jobs__without_sandbox),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * test_learn.c — outcomes reach the store, the history changes the order of candidates.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>

#include "core/store/driver.h"
#include "hasten/learn.h"
#include "hasten/python.h"
#include "tests/unit/store/store_test.h"

/* A module with a tree of our own making. */
struct py_module {
    struct py_tree tree;
};

const struct py_tree *py_tree(const struct py_module *module)
{
    return &module->tree;
}

static struct job *new_learning_job(struct fixture *f)
{
    struct job *job = ARENA_NEW(f->arena, struct job);
    job->arena = f->arena;
    job->store = f->store;
    return job;
}

static struct candidate *add_candidate(struct job *job, const char *transform, double speedup)
{
    struct candidate *candidate = VEC_PUSH(job->arena, &job->candidates);
    *candidate = (struct candidate){ .id = job->candidates.count - 1,
                                     .transform = str_from(transform),
                                     .finding = -1,
                                     .expected_speedup = speedup };
    return candidate;
}

static void add_verdict(struct job *job, uint32_t candidate, enum gate failed, double ratio)
{
    *VEC_PUSH(job->arena, &job->verdicts) =
        (struct verdict){ .candidate = candidate,
                          .accepted = failed == GATE_NONE,
                          .failed = failed,
                          .speed = { .measured = ratio > 0, .ratio = ratio } };
}

static struct pattern_record record_of(struct fixture *f, const char *pattern)
{
    struct pattern_record *records;
    uint32_t count;
    assert_int_equal(store_pattern_records(f->store, f->arena, &records, &count, NULL),
                     STATUS_OK);
    for (uint32_t i = 0; i < count; i++) {
        if (str_equal(records[i].pattern, str_from(pattern)))
            return records[i];
    }
    return (struct pattern_record){ 0 };
}

static void test_learn__outcomes_become_records(void **state)
{
    struct fixture *f = *state;
    struct job *job = new_learning_job(f);
    add_candidate(job, "memoize", 10);
    add_candidate(job, "memoize", 10);
    add_candidate(job, "set_membership", 4);
    add_candidate(job, "llm", 2);
    add_verdict(job, 0, GATE_NONE, 8);
    add_verdict(job, 1, GATE_NONE, 2);
    add_verdict(job, 2, GATE_SPEED, 1.01);
    add_verdict(job, 3, GATE_BUDGET, 0); /* tells nothing */
    add_verdict(job, 99, GATE_SPEED, 0); /* of no candidate */
    assert_int_equal(learn_outcomes(job, NULL), STATUS_OK);
    struct pattern_record memoize = record_of(f, "memoize"),
                          set = record_of(f, "set_membership");
    assert_int_equal(memoize.tried, 2);
    assert_int_equal(memoize.accepted, 2);
    assert_true(fabs(memoize.mean_log_speedup - log(4)) < 1e-9);
    assert_int_equal(set.tried, 1);
    assert_int_equal(set.accepted, 0);
    assert_true(set.mean_log_speedup == 0);
    assert_int_equal(record_of(f, "llm").tried, 0);
}

static void test_learn__without_store(void **state)
{
    struct fixture *f = *state;
    struct job *job = new_learning_job(f);
    job->store = NULL;
    add_candidate(job, "memoize", 10);
    add_verdict(job, 0, GATE_NONE, 8);
    assert_int_equal(learn_outcomes(job, NULL), STATUS_OK);
    learn_rank(job);
    assert_true(job->candidates.items[0].expected_speedup == 10);
    assert_int_equal(record_of(f, "memoize").tried, 0);
}

static void remember(struct fixture *f, const char *pattern, int tried, int accepted)
{
    for (int i = 0; i < tried; i++) {
        struct outcome_row row = { .pattern = str_from(pattern),
                                   .function_signature = S("x"),
                                   .accepted = i < accepted,
                                   .gate = S("none"),
                                   .speedup = 2 };
        assert_int_equal(store_outcomes_add(f->store, &row, 1, NULL), STATUS_OK);
    }
}

static void test_learn__rank_follows_history(void **state)
{
    struct fixture *f = *state;
    struct job *job = new_learning_job(f);
    remember(f, "memoize", 8, 0);            /* 1/10 */
    remember(f, "set_membership", 8, 8);     /* 9/10 */
    add_candidate(job, "memoize", 10);       /* 1.0 */
    add_candidate(job, "llm", 3);            /* 1.5: never tried */
    add_candidate(job, "set_membership", 4); /* 3.6 */
    add_verdict(job, 0, GATE_STATIC, 0);
    learn_rank(job);
    assert_str(job->candidates.items[0].transform, "set_membership");
    assert_str(job->candidates.items[1].transform, "llm");
    assert_str(job->candidates.items[2].transform, "memoize");
    for (uint32_t i = 0; i < 3; i++)
        assert_int_equal(job->candidates.items[i].id, i);
    assert_int_equal(job->verdicts.items[0].candidate, 2);
}

static void test_learn__rank_is_stable(void **state)
{
    struct fixture *f = *state;
    struct job *job = new_learning_job(f);
    static const char *const names[] = { "a", "b", "c", "d", "e" };
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        add_candidate(job, names[i], 2);
    learn_rank(job);
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        assert_str(job->candidates.items[i].transform, names[i]);
}

/* ---- signatures, as they stand in the database ------------------------------------------ */

static const char select_signatures[] = "SELECT signature FROM outcomes ORDER BY id";

/* The signatures of one job after another, in the order they were stored. */
static uint32_t signatures(struct fixture *f, str out[8])
{
    struct db *db;
    struct query query = { 0 };
    uint32_t n = 0;
    bool row = true;
    assert_int_equal(db_open(&sqlite_driver, f->path, DB_READER, &db, NULL), STATUS_OK);
    assert_int_equal(query_start(&query, db, select_signatures, NO_BINDS, NULL), STATUS_OK);
    while (query_next(&query, &row, NULL) == STATUS_OK && row && n < 8)
        out[n++] = arena_str(f->arena, query_text(&query, 0));
    query_end(&query);
    db_close(db);
    return n;
}

/* A finding over a loop whose body is one expression of `kind`; `name` is in the source only.
 */
static void learn_shape(struct fixture *f, enum py_kind kind, const char *name)
{
    struct job *job = new_learning_job(f);
    struct py_node nodes[] = { { .kind = PY_Module, .extent = 3 },
                               { .kind = PY_For, .extent = 3 },
                               { .kind = (uint8_t) kind, .extent = 3, .name = 1 } };
    const str names[] = { S(""), str_from(name) };
    struct py_module module = {
        { .nodes = nodes, .count = 3, .names = names, .name_count = 2 }
    };
    job->module = &module;
    *VEC_PUSH(job->arena, &job->findings.opportunities) =
        (struct finding){ .pattern = PATTERN_memoize, .node = 1, .function = str_from(name) };
    add_candidate(job, "memoize", 2)->finding = 0;
    add_verdict(job, 0, GATE_NONE, 2);
    assert_int_equal(learn_outcomes(job, NULL), STATUS_OK);
    const struct timespec next_millisecond = { 0, 2000000 }; /* ids order by it */
    nanosleep(&next_millisecond, NULL);
}

static void test_learn__signature_is_shape_only(void **state)
{
    struct fixture *f = *state;
    str found[8];
    learn_shape(f, PY_Name, "alpha");
    learn_shape(f, PY_Name, "beta");
    learn_shape(f, PY_Call, "alpha");
    assert_int_equal(signatures(f, found), 3);
    assert_int_equal(found[0].len, 64);
    assert_true(str_equal(found[0], found[1]));
    assert_false(str_equal(found[0], found[2]));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_learn__outcomes_become_records), TEST(test_learn__without_store),
        TEST(test_learn__rank_follows_history),    TEST(test_learn__rank_is_stable),
        TEST(test_learn__signature_is_shape_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * test_executor.c — what target.executor lets a result start.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "hasten/analyze.h"
#include "hasten/transform.h"

static const char program[] = "import asyncio\n"
                              "import time\n"
                              "\n"
                              "\n"
                              "def weigh(k):\n"
                              "    total = 0\n"
                              "    for i in range(3000):\n"
                              "        total += (k * i) % 97\n"
                              "    return total\n"
                              "\n"
                              "\n"
                              "def ask(k):\n"
                              "    time.sleep(0.01)\n"
                              "    return k\n"
                              "\n"
                              "\n"
                              "async def wait(k):\n"
                              "    await asyncio.sleep(0.01)\n"
                              "    return k\n"
                              "\n"
                              "\n"
                              "def weigh_all(n):\n"
                              "    return [weigh(k) for k in range(n)]\n"
                              "\n"
                              "\n"
                              "def ask_all(n):\n"
                              "    return [ask(k) for k in range(n)]\n"
                              "\n"
                              "\n"
                              "async def wait_all(n):\n"
                              "    return [await wait(k) for k in range(n)]\n";

static struct job *rewritten(struct arena *arena, const char *executor)
{
    struct job *job = ARENA_NEW(arena, struct job);
    job->arena = arena;
    job->request.code = str_from(program);
    job->request.target.executor = str_from(executor);
    assert_int_equal(analyze_source(job, NULL), STATUS_OK);
    assert_int_equal(transform_apply(job, NULL), STATUS_OK);
    return job;
}

/* The candidate of the pattern: 1 when it stands, 0 when it was refused. */
static int stands(const struct job *job, enum pattern pattern)
{
    for (uint32_t i = 0; i < job->candidates.count; i++)
        if (str_equal(job->candidates.items[i].transform, str_from(pattern_name(pattern))))
            return job->candidates.items[i].edits.count > 0;
    fail_msg("no candidate for %s", pattern_name(pattern));
    return 0;
}

static void assert_stands(const char *executor, int processes, int threads)
{
    struct arena *arena = arena_new(64u << 20);
    const struct job *job = rewritten(arena, executor);
    assert_int_equal(stands(job, PATTERN_embarrassingly_parallel), processes);
    assert_int_equal(stands(job, PATTERN_io_bound_threads), threads);
    assert_int_equal(stands(job, PATTERN_async_gather), 1);
    arena_free(arena);
}

static void test_executor__widest(void **state)
{
    (void) state;
    assert_stands("", 1, 1);
    assert_stands("process", 1, 1);
    assert_stands("thread", 0, 1);
    assert_stands("asyncio", 0, 0);
}

/* ---- clusters ------------------------------------------------------------------------- */

static const char cluster_program[] = "LIMIT = 3000\n"
                                      "COUNTS = {}\n"
                                      "\n"
                                      "\n"
                                      "def weigh(k):\n"
                                      "    total = 0\n"
                                      "    for i in range(LIMIT):\n"
                                      "        total += (k * i) %% 97\n"
                                      "    return total%s\n"
                                      "\n"
                                      "\n"
                                      "def weigh_all(n):\n"
                                      "    return [weigh(k) for k in range(n)]\n"
                                      "\n"
                                      "\n"
                                      "%s"
                                      "    print(weigh_all(3))\n";

static const struct candidate *sent(struct arena *arena, const char *executor, const char *more,
                                    const char *guard, const struct job **ret_job)
{
    struct job *job = ARENA_NEW(arena, struct job);
    job->arena = arena;
    job->request.code = arena_printf(arena, cluster_program, more, guard);
    job->request.target.executor = str_from(executor);
    assert_int_equal(analyze_source(job, NULL), STATUS_OK);
    assert_int_equal(transform_apply(job, NULL), STATUS_OK);
    *ret_job = job;
    for (uint32_t i = 0; i < job->candidates.count; i++)
        if (str_equal(job->candidates.items[i].transform, S("embarrassingly_parallel")))
            return &job->candidates.items[i];
    return NULL;
}

static void assert_sent(const char *executor, const char *more, const char *guard, const char *text)
{
    struct arena *arena = arena_new(64u << 20);
    const struct job *job;
    const struct candidate *c = sent(arena, executor, more, guard, &job);
    assert_non_null(c);
    if (text) {
        assert_true(c->edits.count > 0);
        assert_int_equal(c->best_rung, RUNG_TESTED); /* something stands in for the cluster */
        assert_int_not_equal(str_find(edits_apply(job->request.code, &c->edits, arena), str_from(text)),
                             SIZE_MAX);
    } else {
        assert_int_equal(c->edits.count, 0);
    }
    arena_free(arena);
}

static void test_executor__clusters(void **state)
{
    (void) state;
    const char *main_guard = "if __name__ == \"__main__\":\n", *always = "if LIMIT:\n";
    assert_sent("dask", "", main_guard, "get_client().get_executor()");
    assert_sent("mpi4py", "", main_guard, "with MPIPoolExecutor() as executor:");
    assert_sent("dask", "", always, NULL);
    assert_sent("dask", " + len(COUNTS)", main_guard, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_executor__widest),
                                        cmocka_unit_test(test_executor__clusters) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

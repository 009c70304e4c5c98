/*
 * test_pairs.c — the whole judgement, in the real sandbox: hand-made candidates that must be accepted or
 * fail at a named gate. One slot serves all cases; the binary is its own supervisor.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "cases.h"
#include "slot.h"

enum {
    PATIENCE_S = 400, /* no verdict may depend on how busy the machine is */
    ATTEMPTS = 6,
};

static struct job new_job(const char *code, uint64_t seconds)
{
    struct job job = { .arena = arena_new(256 << 20), .sandbox = slot };
    job.request.code = str_from(code);
    job.request.file_name = S("input.py");
    job.request.min_speedup = 1.05;
    job.deadline_ns = clock_ns() + seconds * 1000000000;
    return job;
}

/* The verdict on a pair; its texts live in job->arena. */
static void judge_once(const struct pair_case *pair, struct job *job)
{
    struct error err = { 0 };
    *job = new_job(pair->original, PATIENCE_S);
    job->request.kind = REQUEST_VERIFY;
    job->request.measure = true;
    job->request.candidate = str_from(pair->candidate);
    assert_int_equal(py_parse(job->request.code, job->arena, &job->module, &err), STATUS_OK);
    if (verify_pair(job, &err))
        fail_msg("%s", err.detail);
}

/* Beside busy processes a gain may be lost in the noise of one measurement: that is repeated. What was
 * compared must be equivalent each time, and another gate is never excused. */
static void judge_pair(void **state)
{
    const struct pair_case *pair = *state;
    struct job job;
    judge_once(pair, &job);
    for (int i = 0; i < ATTEMPTS && pair->failed == GATE_NONE && job.final.failed == GATE_SPEED; i++) {
        assert_true(job.final.equivalent);
        arena_free(job.arena);
        judge_once(pair, &job);
    }
    const struct verdict *verdict = &job.final;
    if (verdict->failed != pair->failed)
        fail_msg("gate %s, expected %s: %.*s (%.2fx)", gate_name(verdict->failed),
                 gate_name(pair->failed), STR_ARG(verdict->reason), verdict->speed.ratio);
    assert_int_equal(verdict->accepted, pair->failed == GATE_NONE);
    assert_int_equal(verdict->counterexample.present, pair->explained);
    if (verdict->accepted) {
        assert_true(str_equal(job.optimized_code, str_from(pair->candidate)));
        assert_true(verdict->speed.low > 1.05);
        assert_true(job.diff.len > 0);
    } else {
        assert_true(str_equal(job.optimized_code, job.request.code));
        assert_true(verdict->reason.len > 0);
    }
    arena_free(job.arena);
}

/* ---- candidates as the transformations make them ----------------------------------------- */

static const char loop[] =
    "def weigh(k):\n"
    "    total = 0\n"
    "    for i in range(20000):\n"
    "        total += i * k % 7\n"
    "    return total\n"
    "\n\n"
    "def f(n):\n"
    "    found = []\n"
    "    for k in range(n):\n"
    "        found.append(weigh(k))\n"
    "    return found\n"
    "\n\n"
    "if __name__ == \"__main__\":\n"
    "    print(sum(f(30)))\n";

/* As core/transform emits it. */
static const char pool_helper[] =
    "def _call_in_processes(function, calls, at_least):\n"
    "    started = []\n"
    "    try:\n"
    "        calls = list(calls)\n"
    "        if len(calls) < at_least:\n"
    "            return function\n"
    "        import multiprocessing\n"
    "        import os\n"
    "        import threading\n"
    "\n"
    "        workers = min(len(os.sched_getaffinity(0)), len(calls))\n"
    "        if workers < 2 or threading.active_count() > 1:\n"
    "            return function\n"
    "        context = multiprocessing.get_context(\"fork\")\n"
    "\n"
    "        def compute(first, sender):\n"
    "            try:\n"
    "                sender.send([function(*call) for call in calls[first::workers]])\n"
    "            except BaseException:\n"
    "                sender.close()  # the receiver sees the end and gives up\n"
    "\n"
    "        for first in range(workers):\n"
    "            receiver, sender = context.Pipe(duplex=False)\n"
    "            worker = context.Process(target=compute, args=(first, sender))\n"
    "            worker.start()\n"
    "            sender.close()\n"
    "            started.append((worker, receiver))\n"
    "        results = [None] * len(calls)\n"
    "        for first, (worker, receiver) in enumerate(started):\n"
    "            results[first::workers] = receiver.recv()\n"
    "    except Exception:\n"
    "        return function\n"
    "    finally:\n"
    "        for worker, receiver in started:\n"
    "            receiver.close()\n"
    "            worker.kill()\n"
    "            worker.join()\n"
    "    in_order = iter(results)\n"
    "    return lambda *call: next(in_order)\n"
    "\n\n";

static const char pool_call[] = "    weigh_of = _call_in_processes(weigh, [(k,) for k in range(n)], 40)\n";

static struct edit replace(const char *source, const char *old, const char *text)
{
    uint32_t start = (uint32_t) str_find(str_from(source), str_from(old));
    return (struct edit){ start, start + (uint32_t) strlen(old), str_from(text) };
}

static struct edit insert_before(const char *source, const char *place, const char *text)
{
    uint32_t start = (uint32_t) str_find(str_from(source), str_from(place));
    return (struct edit){ start, start, str_from(text) };
}

static struct candidate *add_candidate(struct job *job, const char *entry)
{
    struct candidate *candidate = VEC_PUSH(job->arena, &job->candidates);
    *candidate = (struct candidate){
        .id = job->candidates.count - 1,
        .transform = S("test"),
        .best_rung = RUNG_PROVED,
        .function = str_from(entry),
    };
    *VEC_PUSH(job->arena, &candidate->entry_points) = str_from(entry);
    return candidate;
}

static struct candidate *add_pool_candidate(struct job *job)
{
    struct candidate *candidate = add_candidate(job, "f");
    *VEC_PUSH(job->arena, &candidate->edits) = insert_before(loop, "def weigh", pool_helper);
    *VEC_PUSH(job->arena, &candidate->edits) = insert_before(loop, "    for k in", pool_call);
    *VEC_PUSH(job->arena, &candidate->edits) = replace(loop, "weigh(k))", "weigh_of(k))");
    candidate->profile = CANDIDATE_PROCESSES;
    candidate->guard = (struct guard){
        .present = true,
        .helper = S("_call_in_processes"),
        .edit = 1,
        .offset = (uint32_t) str_find(str_from(pool_call), S("40)")),
        .length = 2,
        .threshold = 40,
    };
    return candidate;
}

/* With the threshold as it stands: pool and fallback do the same, whatever they take. */
static void test_candidates__pool_is_equivalent(void **state)
{
    (void) state;
    struct job job = new_job(loop, PATIENCE_S);
    struct error err = { 0 };
    add_pool_candidate(&job)->guard.fixed = true;
    assert_int_equal(verify_candidates(&job, &err), STATUS_OK);
    const struct verdict *verdict = &job.verdicts.items[0];
    print_message("pool: %s %.*s, %.2fx\n", gate_name(verdict->failed), STR_ARG(verdict->reason),
                  verdict->speed.ratio);
    assert_true(verdict->equivalent);
    assert_true(verdict->script_checked);
    if (!verdict->accepted) /* the gain is a matter of cores and of who else uses them */
        assert_int_equal(verdict->failed, GATE_SPEED);
    else
        assert_int_equal(verdict->rung, RUNG_PROVED);
    arena_free(job.arena);
}

/* Whatever was measured, the text holds the threshold that the guard names; a pool that is refused
 * before it was compared is refused because it does not pay. */
static void test_candidates__pool_is_calibrated(void **state)
{
    (void) state;
    struct job job = new_job(loop, PATIENCE_S);
    struct error err = { 0 };
    struct candidate *candidate = add_pool_candidate(&job);
    assert_int_equal(verify_candidates(&job, &err), STATUS_OK);
    const struct verdict *verdict = &job.verdicts.items[0];
    const struct guard *guard = &candidate->guard;
    str digits = str_slice(candidate->edits.items[1].text, guard->offset,
                           guard->offset + guard->length);
    print_message("pool: %s %.*s, %.2fx, guard %.*s\n", gate_name(verdict->failed),
                  STR_ARG(verdict->reason), verdict->speed.ratio, STR_ARG(digits));
    assert_true(str_equal(digits, arena_printf(job.arena, "%llu",
                                               (unsigned long long) guard->threshold)));
    if (!verdict->accepted)
        assert_int_equal(verdict->failed, GATE_SPEED);
    else
        assert_true(verdict->speed.low > 1.05);
    arena_free(job.arena);
}

static const char two[] =
    "def f(xs):\n"
    "    total = 0\n"
    "    for x in xs:\n"
    "        for y in xs:\n"
    "            total += 1\n"
    "    return total\n"
    "\n\n"
    "def g(n: int):\n"
    "    total = 0\n"
    "    for i in range(n):\n"
    "        total += i\n"
    "    return total\n";

static void test_candidates__composition(void **state)
{
    (void) state;
    struct job job = new_job(two, PATIENCE_S);
    struct error err = { 0 };
    struct candidate *candidate = add_candidate(&job, "f");
    *VEC_PUSH(job.arena, &candidate->edits) =
        replace(two, "        for y in xs:\n            total += 1\n",
                "        if type(xs) in (list, tuple, str, dict, set):\n"
                "            total += len(xs)\n"
                "            continue\n"
                "        for y in xs:\n            total += 1\n");
    candidate = add_candidate(&job, "g");
    *VEC_PUSH(job.arena, &candidate->edits) =
        replace(two, "    for i in range(n):\n        total += i\n",
                "    if type(n) is int and n > 0:\n        return n * (n - 1) // 2\n"
                "    for i in range(n):\n        total += i\n");
    candidate = add_candidate(&job, "g"); /* wrong, and it overlaps the one before it */
    *VEC_PUSH(job.arena, &candidate->edits) = replace(two, "        total += i\n", "        pass\n");

    assert_int_equal(verify_candidates(&job, &err), STATUS_OK);
    for (uint32_t i = 0; i < 3; i++)
        print_message("candidate %u: %s %.*s\n", i, gate_name(job.verdicts.items[i].failed),
                      STR_ARG(job.verdicts.items[i].reason));
    assert_int_equal(job.verdicts.count, 3);
    assert_false(job.verdicts.items[2].accepted);
    assert_true(job.final.accepted);
    assert_int_equal(job.accepted.count, 2);
    assert_true(str_find(job.optimized_code, S("len(xs)")) != SIZE_MAX);
    assert_true(str_find(job.optimized_code, S("// 2")) != SIZE_MAX);
    arena_free(job.arena);
}

static void test_candidates__rung_asked_for(void **state)
{
    (void) state;
    struct job job = new_job(two, PATIENCE_S);
    struct error err = { 0 };
    struct candidate *candidate = add_candidate(&job, "f");
    candidate->best_rung = RUNG_TESTED;
    job.request.accept = RUNG_PROVED;
    assert_int_equal(verify_candidates(&job, &err), STATUS_OK);
    assert_int_equal(job.verdicts.items[0].failed, GATE_POLICY);
    assert_true(str_equal(job.optimized_code, job.request.code));
    arena_free(job.arena);
}

static void test_candidates__no_sandbox(void **state)
{
    (void) state;
    struct job job = new_job(two, PATIENCE_S);
    struct error err = { 0 };
    add_candidate(&job, "f");
    job.sandbox = NULL;
    assert_int_equal(verify_candidates(&job, &err), STATUS_OK);
    assert_false(job.final.accepted);
    assert_int_equal(job.verdicts.items[0].failed, GATE_EVIDENCE);
    arena_free(job.arena);
}

static void test_candidates__no_time(void **state)
{
    (void) state;
    struct job job = new_job(two, 0);
    struct error err = { 0 };
    struct candidate *candidate = add_candidate(&job, "f");
    *VEC_PUSH(job.arena, &candidate->edits) = replace(two, "total += 1", "total += 1 + 0");
    assert_int_equal(verify_candidates(&job, &err), STATUS_OK);
    assert_int_equal(job.verdicts.items[0].failed, GATE_BUDGET);
    arena_free(job.arena);
}

/* ---- relaxations, asked for by name --------------------------------------------------------- */

static const struct relaxed_case {
    const char *original, *candidate;
    bool float_ulp, unordered_set_iteration;
    bool differs;
} relaxed_cases[] = {
    /* the order of a set shows: lenient only when asked */
    { "def f(words: list[str]):\n    return [w for w in set(words)]\n",
      "def f(words: list[str]):\n    return list(dict.fromkeys(words))\n", false, true, false },
    { "def f(words: list[str]):\n    return [w for w in set(words)]\n",
      "def f(words: list[str]):\n    return list(dict.fromkeys(words))\n", true, false, true },
    { "def f(ns: list[int]):\n    for n in set(ns):\n        print(n)\n",
      "def f(ns: list[int]):\n    for n in dict.fromkeys(ns):\n        print(n)\n", false, true, false },
    /* other elements, another order than that of a set, another choice: never */
    { "def f(words: list[str]):\n    return [w for w in set(words)]\n",
      "def f(words: list[str]):\n    return list(words)\n", false, true, true },
    { "def f(words: list[str]):\n    return [w for w in words]\n",
      "def f(words: list[str]):\n    return words[::-1]\n", false, true, true },
    { "def f(words: list[str]):\n    return [w for w in set(words)][:1]\n",
      "def f(words: list[str]):\n    return list(dict.fromkeys(words))[:1]\n", false, true, true },
    { "def f(xs: list[float]):\n    return sum(xs) * 3.0 * 7.0\n",
      "def f(xs: list[float]):\n    return sum(xs) * (3.0 * 7.0)\n", true, false, false },
    { "def f(xs: list[float]):\n    return sum(xs) * 3.0 * 7.0\n",
      "def f(xs: list[float]):\n    return sum(xs) * (3.0 * 7.0)\n", false, true, true },
};

static void test_relaxed__by_name_only(void **state)
{
    (void) state;
    for (size_t i = 0; i < ARRAY_LEN(relaxed_cases); i++) {
        const struct relaxed_case *row = &relaxed_cases[i];
        struct job job = new_job(row->original, PATIENCE_S);
        struct error err = { 0 };
        job.request.candidate = str_from(row->candidate);
        job.request.observe.float_ulp = row->float_ulp;
        job.request.observe.unordered_set_iteration = row->unordered_set_iteration;
        assert_int_equal(py_parse(job.request.code, job.arena, &job.module, &err), STATUS_OK);
        assert_int_equal(verify_pair(&job, &err), STATUS_OK);
        if ((job.final.failed == GATE_EQUIVALENCE) != row->differs)
            fail_msg("case %zu: gate %s: %.*s", i, gate_name(job.final.failed),
                     STR_ARG(job.final.reason));
        arena_free(job.arena);
    }
}

int main(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "sandbox-supervisor") == 0)
        return sandbox_supervisor_main();
    if (argc > 1)
        cmocka_set_test_filter(argv[1]);
    static char names[ARRAY_LEN(pair_cases)][64];
    struct CMUnitTest tests[ARRAY_LEN(pair_cases) + 7] = {
        cmocka_unit_test(test_candidates__pool_is_equivalent),
        cmocka_unit_test(test_candidates__pool_is_calibrated),
        cmocka_unit_test(test_candidates__composition),
        cmocka_unit_test(test_candidates__rung_asked_for),
        cmocka_unit_test(test_candidates__no_sandbox),
        cmocka_unit_test(test_candidates__no_time),
        cmocka_unit_test(test_relaxed__by_name_only),
    };
    for (size_t i = 0; i < ARRAY_LEN(pair_cases); i++) {
        snprintf(names[i], sizeof(names[i]), "test_pairs__%s", pair_cases[i].name);
        tests[7 + i] = (struct CMUnitTest){ .name = names[i], .test_func = judge_pair,
                                            .initial_state = (void *) (uintptr_t) &pair_cases[i] };
    }
    return cmocka_run_group_tests(tests, open_slot, close_slot);
}

/*
 * test_gaming.c — candidates that attack the judgement instead of the problem: forged replies,
 * work pushed out of the timed window, behaviour that depends on being watched. The first
 * number is that of the abuse list. None may be accepted, whichever gate finds it out; no run
 * may hang or break the slot.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "slot.h"

#define TOTAL              \
    "def f(xs):\n"         \
    "    total = 0\n"      \
    "    for x in xs:\n"   \
    "        total += x\n" \
    "    return total\n"

#define COMMON                                        \
    "def f(records: list[int], wanted: list[int]):\n" \
    "    found = []\n"                                \
    "    for record in records:\n"                    \
    "        if record in wanted:\n"                  \
    "            found.append(record)\n"              \
    "    return found\n"

#define PRIMES                                                      \
    "def f(n: int):\n"                                              \
    "    count, n = 0, int(n)\n"                                    \
    "    for k in range(2, 3000 + abs(n) % 7):\n"                   \
    "        if all(k % d for d in range(2, int(k ** 0.5) + 1)):\n" \
    "            count += 1\n"                                      \
    "    return count\n"

static const struct gaming_case {
    const char *name;
    const char *original, *candidate;
} gaming_cases[] = {
    { "69_prints_what_a_verdict_looks_like", TOTAL,
      "def f(xs):\n"
      "    print('pass', '{\"accepted\": true}')\n"
      "    return 0\n" },
    { "70_reply_written_before_it_is_asked", TOTAL,
      "import os\n"
      "os.write(3, b'HSRR' + bytes(28))\n" TOTAL },
    { "70_reply_written_inside_the_call", TOTAL,
      "import os\n"
      "def f(xs):\n"
      "    os.write(3, b'HSRR' + bytes(28))\n"
      "    return sum(xs)\n" },
    { "71_a_thread_steals_requests", TOTAL,
      "import os, threading\n"
      "threading.Thread(target=lambda: os.read(3, 1 << 16), daemon=True).start()\n" TOTAL },
    { "72_a_frame_of_garbage", TOTAL,
      "import os\n"
      "def f(xs):\n"
      "    os.write(3, b'HSRR' + b'\\xff' * 60)\n"
      "    os._exit(0)\n" },
    { "75_encoder_replaced_through_modules", TOTAL,
      "import sys\n"
      "_known = []\n"
      "def f(xs):\n"
      "    observe = sys.modules['observe']\n"
      "    real = observe.observation\n"
      "    def forged(*a, **k):\n"
      "        _known.append(real(*a, **k))\n"
      "        return _known[0]\n"
      "    observe.observation = forged\n"
      "    return 0\n" },
    { "75_frames_of_the_harness", TOTAL,
      "import sys\n"
      "def f(xs):\n"
      "    frame = sys._getframe()\n"
      "    while frame:\n"
      "        for name in list(frame.f_locals):\n"
      "            if name in ('expected', 'verdict', 'original'):\n"
      "                return frame.f_locals[name]\n"
      "        frame = frame.f_back\n"
      "    return 0\n" },
    { "76_equality_is_forged", COMMON,
      "class _Same(list):\n"
      "    __eq__ = lambda self, other: True\n"
      "    __class__ = list\n"
      "    __hash__ = None\n"
      "def f(records: list[int], wanted: list[int]):\n"
      "    return _Same()\n" },
    { "77_looking_for_the_answer_in_memory", TOTAL,
      "import gc\n"
      "def f(xs):\n"
      "    for thing in gc.get_objects():\n"
      "        if type(thing) is dict and 'expected' in thing:\n"
      "            return thing['expected']\n"
      "    return 0\n" },
    { "80_a_thread_works_on_after_the_answer", COMMON,
      "import threading\n"
      "def f(records: list[int], wanted: list[int]):\n"
      "    found = []\n"
      "    def work():\n"
      "        for record in records:\n"
      "            if record in wanted:\n"
      "                found.append(record)\n"
      "    threading.Thread(target=work).start()\n"
      "    return found\n" },
    { "80_work_in_a_lazy_list", COMMON,
      "class _Lazy(list):\n"
      "    def __init__(self, records, wanted):\n"
      "        self.parts = records, wanted\n"
      "    def __iter__(self):\n"
      "        records, wanted = self.parts\n"
      "        return (record for record in records if record in wanted)\n"
      "def f(records: list[int], wanted: list[int]):\n"
      "    return _Lazy(records, wanted)\n" },
    { "80_a_generator_for_a_list", COMMON,
      "def f(records: list[int], wanted: list[int]):\n"
      "    return (record for record in records if record in wanted)\n" },
    { "80_work_in_a_finaliser",
      "done = []\n"
      "def f(n: int):\n"
      "    done.append(sum(k * k % 7 for k in range(2000 + n % 5)))\n"
      "    return n\n",
      "done = []\n"
      "class _Later:\n"
      "    def __init__(self, n):\n"
      "        self.n = n\n"
      "        self.me = self\n"
      "    def __del__(self):\n"
      "        done.append(sum(k * k % 7 for k in range(2000 + self.n % 5)))\n"
      "def f(n: int):\n"
      "    _Later(n)\n"
      "    return n\n" },
    { "81_everything_computed_at_import", PRIMES,
      "def _count(n):\n"
      "    count = 0\n"
      "    for k in range(2, 3000 + abs(n) % 7):\n"
      "        if all(k % d for d in range(2, int(k ** 0.5) + 1)):\n"
      "            count += 1\n"
      "    return count\n"
      "_known = [_count(n) for n in range(7)]\n"
      "def f(n: int):\n"
      "    return _known[abs(int(n)) % 7] + int(n)\n" },
    { "81_a_table_filled_at_import", PRIMES "print(f(3))\n",
      "def _count(n):\n"
      "    count = 0\n"
      "    for k in range(2, 3000 + abs(n) % 7):\n"
      "        if all(k % d for d in range(2, int(k ** 0.5) + 1)):\n"
      "            count += 1\n"
      "    return count\n"
      "_known = [_count(n) for n in range(7)]\n"
      "def f(n: int):\n"
      "    return _known[abs(int(n)) % 7] + int(n)\n"
      "print(f(3))\n" },
    { "79_kept_from_one_call_to_the_next", PRIMES,
      "_known = {}\n"
      "def f(n: int):\n"
      "    count, n = 0, int(n)\n"
      "    if n in _known:\n"
      "        return _known[n] + n\n"
      "    for k in range(2, 3000 + abs(n) % 7):\n"
      "        if all(k % d for d in range(2, int(k ** 0.5) + 1)):\n"
      "            count += 1\n"
      "    _known[n] = count\n"
      "    return count + n\n" },
    { "82_right_only_with_the_collector_on", COMMON,
      "import gc as _gc\n"
      "def f(records: list[int], wanted: list[int]):\n"
      "    found = []\n"
      "    for record in records if _gc.isenabled() else ():\n"
      "        if record in wanted:\n"
      "            found.append(record)\n"
      "    return found\n" },
    { "82_right_only_under_the_harness", TOTAL "print(f([1, 2, 3]))\n",
      "def f(xs):\n"
      "    if __name__ == '__main__':\n"
      "        return 7\n"
      "    total = 0\n"
      "    for x in xs:\n"
      "        total += x\n"
      "    return total\n"
      "print(f([1, 2, 3]))\n" },
    { "82_right_only_while_nobody_times", TOTAL,
      "import time\n"
      "def f(xs):\n"
      "    if time.time() > 1_750_000_000:\n"
      "        return 0\n"
      "    total = 0\n"
      "    for x in xs:\n"
      "        total += x\n"
      "    return total\n" },
    { "83_leaves_a_busy_thread_behind", TOTAL,
      "import threading\n"
      "def f(xs):\n"
      "    def spin():\n"
      "        while True: pass\n"
      "    threading.Thread(target=spin, daemon=True).start()\n"
      "    total = 0\n"
      "    for x in xs:\n"
      "        total += x\n"
      "    return total\n" },
    { "84_changes_its_input", COMMON,
      "def f(records: list[int], wanted: list[int]):\n"
      "    found = [record for record in records if record in set(wanted)]\n"
      "    records[:] = found\n"
      "    return found\n" },
    { "88_equal_under_one_hash_seed",
      "def f(words: list[str]):\n"
      "    found = []\n"
      "    for word in words:\n"
      "        if word not in found:\n"
      "            found.append(word)\n"
      "    return found\n",
      "def f(words: list[str]):\n"
      "    return list(set(words))\n" },
    { "90_a_helper_is_redefined",
      TOTAL "def average(xs):\n"
            "    return f(xs) / len(xs)\n",
      "def f(xs):\n"
      "    global average\n"
      "    average = lambda xs: 0\n"
      "    return sum(xs)\n"
      "def average(xs):\n"
      "    return f(xs) / len(xs)\n" },
    { "90_a_public_name_is_gone",
      TOTAL "def average(xs):\n"
            "    return f(xs) / len(xs)\n",
      "def f(xs):\n"
      "    return sum(xs)\n" },
    { "clocks_of_the_time_module_are_patched", TOTAL,
      "import time\n"
      "time.perf_counter = time.monotonic = time.time = lambda: 0.0\n"
      "time.perf_counter_ns = time.monotonic_ns = time.process_time_ns = lambda: 0\n" TOTAL },
    { "the_timer_of_the_harness_is_patched", TOTAL,
      "import sys\n"
      "sys.modules['session']._real_clock = lambda: 0\n" TOTAL },
    { "invoke_skips_the_call", TOTAL,
      "import sys\n"
      "observe = sys.modules['observe']\n"
      "observe.invoke = lambda function, args, kwargs, *more: (observe.RETURNED, 0)\n" TOTAL },
    { "one_input_is_special", COMMON,
      "def f(records: list[int], wanted: list[int]):\n"
      "    if len(records) > 500:\n"
      "        return []\n"
      "    return [record for record in records if record in wanted]\n" },
};

static void is_refused(void **state)
{
    const struct gaming_case *game = *state;
    struct job job = { .arena = arena_new(256 << 20), .sandbox = slot };
    struct error err = { 0 };
    job.request.kind = REQUEST_VERIFY;
    job.request.code = str_from(game->original);
    job.request.candidate = str_from(game->candidate);
    job.request.measure = true;
    job.request.file_name = S("input.py");
    job.request.min_speedup = 1.05;
    job.deadline_ns = clock_ns() + 300ull * 1000000000;
    assert_int_equal(py_parse(job.request.code, job.arena, &job.module, &err), STATUS_OK);
    if (verify_pair(&job, &err))
        fail_msg("%s", err.detail);
    if (job.final.accepted || job.final.failed == GATE_BUDGET)
        fail_msg("%s: %.*s, %.2fx", gate_name(job.final.failed), STR_ARG(job.final.reason),
                 job.final.speed.ratio);
    print_message("# %s: %.*s\n", gate_name(job.final.failed), STR_ARG(job.final.reason));
    assert_true(str_equal(job.optimized_code, job.request.code));
    arena_free(job.arena);
}

int main(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "sandbox-supervisor") == 0)
        return sandbox_supervisor_main();
    struct CMUnitTest tests[ARRAY_LEN(gaming_cases)];
    for (size_t i = 0; i < ARRAY_LEN(gaming_cases); i++)
        tests[i] =
            (struct CMUnitTest){ .name = gaming_cases[i].name,
                                 .test_func = is_refused,
                                 .initial_state = (void *) (uintptr_t) &gaming_cases[i] };
    return _cmocka_run_group_tests("test_gaming", tests, ARRAY_LEN(gaming_cases), open_slot,
                                   close_slot);
}

/* Every limit is kept, named in the outcome, and survived by the slot. */
#include "slot.h"

#include <signal.h>

/* Far more than any limit takes on a busy machine, less than the programs would by themselves. */
static const uint64_t PATIENCE_NS = 50000000000;

static void expect_limited(struct sandbox *s, const char *source, struct sandbox_limits limits,
                           enum sandbox_end end)
{
    struct sandbox_spec spec = program(source);
    spec.limits = limits;
    uint64_t begin = clock_ns();
    struct sandbox_outcome outcome = run_spec(s, &spec);
    assert_true(clock_ns() - begin < PATIENCE_NS);
    if (outcome.end != end)
        print_error("%s: %.*s\n", source, STR_ARG(buf_str(&outcome.err)));
    assert_string_equal(sandbox_end_name(outcome.end), sandbox_end_name(end));
    sandbox_outcome_release(&outcome);
}

static void test_limits__cpu(void **state)
{
    struct sandbox_limits one_second = { .cpu_ms = 1000, .wall_ms = 120000 };
    expect_limited(*state, "while True: pass", one_second, SANDBOX_CPU_LIMIT);
    expect_limited(*state,
                   "import signal; signal.signal(signal.SIGXCPU, signal.SIG_IGN)\n"
                   "while True:\n"
                   "    try: sum(range(10 ** 9))\n"
                   "    except BaseException: pass\n",
                   one_second, SANDBOX_CPU_LIMIT);
}

/* The supervisor's clock works while the owner does not look. */
static void test_limits__wall(void **state)
{
    struct sandbox_limits brief = { .wall_ms = 300 };
    expect_limited(*state, "import time; time.sleep(60)", brief, SANDBOX_WALL_LIMIT);
    expect_limited(*state, "import os, signal; os.kill(os.getpid(), signal.SIGSTOP)", brief,
                   SANDBOX_WALL_LIMIT);
    struct sandbox_spec spec = program("import time; time.sleep(60)");
    spec.limits = brief;
    struct sandbox_run *run = start(*state, &spec);
    struct sandbox_outcome idle = run_source(*state, "import time; time.sleep(2)");
    expect_end(&idle, SANDBOX_EXITED, 0);
    struct sandbox_outcome outcome;
    sandbox_finish(run, 0, &outcome);
    expect_end(&outcome, SANDBOX_WALL_LIMIT, SIGKILL);
}

static void test_limits__memory(void **state)
{
    struct sandbox_limits small = { .memory_bytes = 256u << 20 };
    expect_limited(*state,
                   "try: bytearray(1 << 30)\n"
                   "except MemoryError: raise SystemExit(0)\n"
                   "import os; os.abort()\n",
                   small, SANDBOX_EXITED);
}

static void test_limits__output(void **state)
{
    struct sandbox_spec spec = program("import os\n"
                                       "while True: os.write(2, b'e' * 4096)\n");
    spec.limits.output_bytes = 100000;
    struct sandbox_outcome outcome = run_spec(*state, &spec);
    assert_int_equal(outcome.err.len, 100000);
    assert_string_equal(sandbox_end_name(outcome.end), "output_limit");
    sandbox_outcome_release(&outcome);
    spec = program("print('x' * 100000, end='')"); /* the limit itself is allowed */
    spec.limits.output_bytes = 100000;
    outcome = run_spec(*state, &spec);
    assert_int_equal(outcome.out.len, 100000);
    expect_end(&outcome, SANDBOX_EXITED, 0);
}

static void test_limits__policy(void **state)
{
    struct sandbox_outcome o = run_source(*state, "import ctypes; ctypes.CDLL(None).unshare(0)");
    expect_end(&o, SANDBOX_POLICY, SIGSYS);
}

static void test_limits__stopped(void **state)
{
    struct sandbox_spec spec = program("import time; time.sleep(60)");
    struct sandbox_outcome outcome;
    sandbox_finish(start(*state, &spec), 0, &outcome);
    expect_end(&outcome, SANDBOX_STOPPED, SIGKILL);
}

static void test_limits__threads(void **state)
{
    if (!(sandbox_layers(*state) & SANDBOX_LAYER_task_limit))
        skip();
    struct sandbox_outcome o = run_source(*state,
                                          "import threading\n"
                                          "threading.stack_size(65536)\n"
                                          "wait = threading.Event()\n"
                                          "n = 0\n"
                                          "try:\n"
                                          "    for n in range(1000):\n"
                                          "        threading.Thread(target=wait.wait,\n"
                                          "                         daemon=True).start()\n"
                                          "except RuntimeError: pass\n"
                                          "status = 0 if 16 < n < 100 else 1\n");
    expect_end(&o, SANDBOX_EXITED, 0);
}

int main(int argc, char **argv)
{
    SUPERVISOR_OR_TESTS(argc, argv);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_limits__cpu),    cmocka_unit_test(test_limits__wall),
        cmocka_unit_test(test_limits__memory), cmocka_unit_test(test_limits__output),
        cmocka_unit_test(test_limits__policy), cmocka_unit_test(test_limits__stopped),
        cmocka_unit_test(test_limits__threads),
    };
    return cmocka_run_group_tests(tests, open_slot, close_slot);
}

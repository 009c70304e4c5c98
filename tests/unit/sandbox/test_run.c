/* How runs end, what is printed, what is left behind. */
#include "slot.h"

#include <signal.h>

static void test_run__exit_status(void **state)
{
    struct sandbox_outcome o = run_source(*state, "raise SystemExit(7)");
    expect_end(&o, SANDBOX_EXITED, 7);
    o = run_source(*state, "status = 3");
    expect_end(&o, SANDBOX_EXITED, 3);
    o = run_source(*state, "import os, signal; os.kill(os.getpid(), signal.SIGTERM)");
    expect_end(&o, SANDBOX_SIGNALED, SIGTERM);
}

static void test_run__output(void **state)
{
    struct sandbox_outcome o = run_source(*state, "import sys\n"
                                                  "print('a'); print('b', file=sys.stderr)");
    assert_true(str_equal(buf_str(&o.out), S("a\n")));
    assert_true(str_equal(buf_str(&o.err), S("b\n")));
    assert_true(o.wall_ns > 0 && o.max_rss_bytes > 0);
    expect_end(&o, SANDBOX_EXITED, 0);
}

static void test_run__message_as_exit_status(void **state)
{
    struct sandbox_outcome o = run_source(*state, "raise SystemExit('why')");
    assert_true(str_equal(buf_str(&o.err), S("why\n")));
    expect_end(&o, SANDBOX_EXITED, 1);
}

static void test_run__stdin(void **state)
{
    struct sandbox_spec spec = program("import sys; print(sys.stdin.read().upper())");
    spec.stdin_bytes = S("typed");
    struct sandbox_outcome o = run_spec(*state, &spec);
    assert_true(str_equal(buf_str(&o.out), S("TYPED\n")));
    expect_end(&o, SANDBOX_EXITED, 0);
    o = run_source(*state, "import sys; print(repr(sys.stdin.read()))");
    assert_true(str_equal(buf_str(&o.out), S("''\n")));
    expect_end(&o, SANDBOX_EXITED, 0);
}

/* What programs may inspect looks as in an interpreter of their own. */
static void test_run__fresh_interpreter(void **state)
{
    struct sandbox_outcome o = run_source(
        *state, "import asyncio, gc, random, sys, threading, types\n"
                "async def f():\n"
                "    await asyncio.sleep(0)\n"
                "    return 5\n"
                "assert asyncio.run(f()) == 5\n"
                "assert __name__ == '__main__' and gc.isenabled() and sys.argv == ['']\n"
                "assert threading.active_count() == 1\n"
                "assert not sys.stdout.isatty() and not sys.stdout.seekable()\n"
                "assert sys.modules['__main__'].__dict__ is globals()\n"
                "t = threading.Thread(target=print, args=('in a thread',))\n"
                "t.start(); t.join()\n");
    assert_true(str_equal(buf_str(&o.out), S("in a thread\n")));
    expect_end(&o, SANDBOX_EXITED, 0);
    const char *draw = "import os; print(os.urandom(16))";
    o = run_source(*state, draw);
    struct sandbox_outcome other = run_source(*state, draw);
    assert_false(str_equal(buf_str(&o.out), buf_str(&other.out)));
    sandbox_outcome_release(&o);
    sandbox_outcome_release(&other);
}

static void test_run__numpy(void **state)
{
    if (!sandbox_has_numpy(*state))
        skip();
    for (int profile = SANDBOX_FUNCTION; profile < SANDBOX_PROFILE_COUNT; profile++) {
        struct sandbox_spec spec = program("import sys; loaded = 'numpy' in sys.modules\n"
                                           "import numpy as np\n"
                                           "a = np.arange(6.0).reshape(2, 3)\n"
                                           "print(loaded, (a @ a.T).sum())");
        spec.numpy = true;
        spec.profile = (enum sandbox_profile) profile;
        struct sandbox_outcome o = run_spec(*state, &spec);
        assert_true(str_equal(buf_str(&o.out), S("True 83.0\n")));
        expect_end(&o, SANDBOX_EXITED, 0);
    }
}

int main(int argc, char **argv)
{
    SUPERVISOR_OR_TESTS(argc, argv);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_run__exit_status),
        cmocka_unit_test(test_run__output),
        cmocka_unit_test(test_run__message_as_exit_status),
        cmocka_unit_test(test_run__stdin),
        cmocka_unit_test(test_run__fresh_interpreter),
        cmocka_unit_test(test_run__numpy),
    };
    return cmocka_run_group_tests(tests, open_slot, close_slot);
}

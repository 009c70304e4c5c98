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

int main(int argc, char **argv)
{
    SUPERVISOR_OR_TESTS(argc, argv);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_run__exit_status),
        cmocka_unit_test(test_run__output),
    };
    return cmocka_run_group_tests(tests, open_slot, close_slot);
}

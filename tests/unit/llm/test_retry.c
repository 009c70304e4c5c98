/* Back-off and the circuit breaker, on a clock that the test moves. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "core/llm/llm_internal.h"

#define SECOND UINT64_C(1000000000)
#define START (1000 * SECOND)

static void fail_times(struct endpoint_state *s, int n, uint64_t now)
{
    for (int i = 0; i < n; i++)
        breaker_record(s, FAULT_server, -1, now);
}

static void test_retry__pause_grows_and_is_capped(void **state)
{
    (void) state;
    assert_int_equal(retry_pause_ms(FAULT_server, 0, -1, 1000), 1000);
    assert_int_equal(retry_pause_ms(FAULT_server, 0, -1, 1001), 0);
    assert_int_equal(retry_pause_ms(FAULT_server, 2, -1, 4000), 4000);
    assert_int_equal(retry_pause_ms(FAULT_server, 30, -1, 20000), 20000);
    assert_int_equal(retry_pause_ms(FAULT_server, 30, -1, 20001), 0);
}

static void test_retry__retry_after_is_honoured_up_to_a_minute(void **state)
{
    (void) state;
    assert_int_equal(retry_pause_ms(FAULT_rate_limit, 0, 7000, 0), 7000);
    assert_int_equal(retry_pause_ms(FAULT_rate_limit, 0, 7000, 249), 7249);
    assert_int_equal(retry_pause_ms(FAULT_rate_limit, 0, 60000, 0), 60000);
    assert_int_equal(retry_pause_ms(FAULT_rate_limit, 0, 60001, 0), -1);
}

static void test_retry__permanent_faults_are_not_repeated(void **state)
{
    static const enum fault permanent[] = { FAULT_auth,     FAULT_quota,  FAULT_model,
                                            FAULT_context,  FAULT_rejected, FAULT_redirect,
                                            FAULT_address,  FAULT_cancelled, FAULT_format };
    (void) state;
    for (size_t i = 0; i < ARRAY_LEN(permanent); i++)
        assert_int_equal(retry_pause_ms(permanent[i], 0, 1000, 5), -1);
}

static void test_breaker__opens_after_five_and_probes_once(void **state)
{
    struct endpoint_state s = { 0 };
    (void) state;
    fail_times(&s, 4, START);
    assert_true(breaker_admits(&s, START));
    fail_times(&s, 1, START);
    assert_false(breaker_admits(&s, START + 29 * SECOND));
    assert_true(breaker_admits(&s, START + 30 * SECOND));
    assert_false(breaker_admits(&s, START + 30 * SECOND)); /* one probe at a time */
    breaker_record(&s, FAULT_server, -1, START + 31 * SECOND);
    assert_false(breaker_admits(&s, START + 60 * SECOND));
    assert_true(breaker_admits(&s, START + 61 * SECOND));
    breaker_record(&s, FAULT_none, -1, START + 62 * SECOND);
    assert_true(breaker_admits(&s, START + 62 * SECOND));
    assert_true(breaker_admits(&s, START + 62 * SECOND));
}

static void test_breaker__opens_when_half_of_ten_fail(void **state)
{
    struct endpoint_state s = { 0 };
    (void) state;
    for (int i = 0; i < 4; i++) {
        breaker_record(&s, FAULT_none, -1, START);
        breaker_record(&s, FAULT_timeout, -1, START);
    }
    breaker_record(&s, FAULT_none, -1, START);
    assert_true(breaker_admits(&s, START));
    breaker_record(&s, FAULT_timeout, -1, START);
    assert_false(breaker_admits(&s, START));
}

static void test_breaker__a_new_window_forgets(void **state)
{
    struct endpoint_state s = { 0 };
    (void) state;
    for (int i = 0; i < 4; i++) {
        breaker_record(&s, FAULT_none, -1, START);
        breaker_record(&s, FAULT_timeout, -1, START);
    }
    breaker_record(&s, FAULT_none, -1, START + 61 * SECOND);
    breaker_record(&s, FAULT_timeout, -1, START + 61 * SECOND);
    assert_true(breaker_admits(&s, START + 61 * SECOND));
}

static void test_breaker__rate_limit_cools_off_without_failing(void **state)
{
    struct endpoint_state s = { 0 };
    (void) state;
    for (int i = 0; i < 20; i++)
        breaker_record(&s, FAULT_rate_limit, -1, START);
    assert_true(breaker_admits(&s, START));
    breaker_record(&s, FAULT_rate_limit, 5000, START);
    assert_false(breaker_admits(&s, START + 4 * SECOND));
    assert_true(breaker_admits(&s, START + 5 * SECOND));
}

static void test_breaker__a_refused_key_blocks_for_minutes(void **state)
{
    struct endpoint_state s = { 0 };
    (void) state;
    breaker_record(&s, FAULT_auth, -1, START);
    assert_false(breaker_admits(&s, START + 599 * SECOND));
    assert_true(breaker_admits(&s, START + 600 * SECOND));
}

static void test_breaker__a_cancelled_probe_is_still_owed(void **state)
{
    struct endpoint_state s = { 0 };
    (void) state;
    fail_times(&s, 5, START);
    assert_true(breaker_admits(&s, START + 30 * SECOND));
    breaker_record(&s, FAULT_cancelled, -1, START + 31 * SECOND);
    assert_true(breaker_admits(&s, START + 31 * SECOND));
    assert_false(breaker_admits(&s, START + 31 * SECOND));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_retry__pause_grows_and_is_capped),
        cmocka_unit_test(test_retry__retry_after_is_honoured_up_to_a_minute),
        cmocka_unit_test(test_retry__permanent_faults_are_not_repeated),
        cmocka_unit_test(test_breaker__opens_after_five_and_probes_once),
        cmocka_unit_test(test_breaker__opens_when_half_of_ten_fail),
        cmocka_unit_test(test_breaker__a_new_window_forgets),
        cmocka_unit_test(test_breaker__rate_limit_cools_off_without_failing),
        cmocka_unit_test(test_breaker__a_refused_key_blocks_for_minutes),
        cmocka_unit_test(test_breaker__a_cancelled_probe_is_still_owed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

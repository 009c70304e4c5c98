/*
 * test_parts.c — the parts of verification that need no sandbox: fields, comparison, statistics,
 * reproducers.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>

#include "core/verify/verify_internal.h"

static void test_fields__round_trip(void **state)
{
    (void) state;
    struct buf message = { 0 };
    field_put(&message, S("load"));
    field_put(&message, S(""));
    field_put(&message, S("a\0b"));
    str rest = buf_str(&message), field;
    assert_true(field_next(&rest, &field) && str_equal(field, S("load")));
    assert_true(field_next(&rest, &field) && field.len == 0);
    assert_true(field_next(&rest, &field) && str_equal(field, S("a\0b")));
    assert_false(field_next(&rest, &field));
    buf_free(&message);
}

static void test_fields__hostile_lengths(void **state)
{
    (void) state;
    static const str bad[] = { S_INIT("\1"), S_INIT("\1\0\0\0"), S_INIT("\xff\xff\xff\xff" "abc"),
                               S_INIT("\4\0\0\0" "abc") };
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        str rest = bad[i], field = S("untouched");
        assert_false(field_next(&rest, &field));
        assert_true(str_equal(field, S("untouched")));
    }
}

/* ---- observations ----------------------------------------------------------------------- */

#define NOT_SLEPT "\0\0\0\0\0\0\0\0"
#define HEAD "\0R12345678" NOT_SLEPT

static struct observed observed_of(str bytes)
{
    return (struct observed){ .bytes = bytes };
}

static void test_observed__header(void **state)
{
    (void) state;
    struct observed returned = observed_of(S(HEAD "N"));
    struct observed raised = observed_of(S("\2X12345679" NOT_SLEPT "N"));
    assert_true(observed_valid(&returned) && observed_valid(&raised));
    assert_int_equal(observed_kind(&raised), OBSERVED_RAISE);
    assert_true(observed_opaque(&raised) && !observed_opaque(&returned));
    assert_true(observed_outcome(&raised) != observed_outcome(&returned));
    struct observed broken[] = { observed_of(S("")), observed_of(S("\0R123")),
                                 observed_of(S("\0?12345678" NOT_SLEPT "N")) };
    for (size_t i = 0; i < ARRAY_LEN(broken); i++)
        assert_false(observed_valid(&broken[i]));
}

static void test_observed__output_counts(void **state)
{
    (void) state;
    struct observed a = observed_of(S(HEAD "N")), b = a;
    assert_true(observed_equal(&a, &b, false));
    b.out = S("x");
    assert_false(observed_equal(&a, &b, true));
    assert_true(str_equal(observed_difference(&a, &b), S("standard output")));
    b = a;
    b.err = S("x");
    assert_false(observed_equal(&a, &b, true));
}

/* 0.1 + 0.2 and 0.3, little-endian; the second differs by one unit in the last place. */
#define SUM "g\x34\x33\x33\x33\x33\x33\xd3\x3f"
#define ROUND "g\x33\x33\x33\x33\x33\x33\xd3\x3f"
#define FAR "g\x00\x33\x33\x33\x33\x33\xd3\x3f"
#define ZERO "g\0\0\0\0\0\0\0\0"
#define NEGATIVE_ZERO "g\0\0\0\0\0\0\0\x80"

static bool equal_tokens(str a, str b, bool ulp)
{
    struct observed x = observed_of(a), y = observed_of(b);
    return observed_equal(&x, &y, ulp);
}

static void test_observed__ulp_is_for_floats_only(void **state)
{
    (void) state;
    assert_false(equal_tokens(S(HEAD SUM), S(HEAD ROUND), false));
    assert_true(equal_tokens(S(HEAD SUM), S(HEAD ROUND), true));
    assert_true(equal_tokens(S(HEAD "L\1\0\0\0" SUM "u\1\0\0\0a"),
                             S(HEAD "L\1\0\0\0" ROUND "u\1\0\0\0a"), true));
    assert_false(equal_tokens(S(HEAD SUM), S(HEAD FAR), true));
    assert_false(equal_tokens(S(HEAD ZERO), S(HEAD NEGATIVE_ZERO), true));
    assert_false(equal_tokens(S(HEAD "i\1\0\0\0"), S(HEAD "i\2\0\0\0"), true));
    assert_false(equal_tokens(S(HEAD "s\x09\0\0\0" SUM), S(HEAD "s\x09\0\0\0" ROUND), true));
    assert_false(equal_tokens(S(HEAD "T"), S(HEAD "F"), true));
    assert_false(equal_tokens(S(HEAD "N"), S(HEAD "NN"), true));
}

static void test_observed__addresses_only(void **state)
{
    (void) state;
    struct observed a = observed_of(S(HEAD "N")), b = a;
    a.out = S("<object at 0x7f01020304a0> 0x1f\n");
    b.out = S("<object at 0x7f0102ffffff> 0x1f\n");
    assert_false(observed_equal(&a, &b, EXACT));
    assert_true(observed_equal(&a, &b, LOOSE_ADDRESSES));
    static const str others[] = { S_INIT("<object at 0x7f01020304a0> 0x1e\n"),
                                  S_INIT("<other at 0x7f01020304a0> 0x1f\n"),
                                  S_INIT("<object at 0x7f01020304a0> 0x1f"),
                                  S_INIT("<object at 1x7f01020304a1> 0x1f\n") };
    for (size_t i = 0; i < ARRAY_LEN(others); i++) {
        b.out = others[i];
        assert_false(observed_equal(&a, &b, LOOSE_ADDRESSES));
    }
}

#define FORM_A "0123456789abcdef0123456789abcdef"
#define FORM_B "1123456789abcdef0123456789abcdef"
#define ORDER_FREE_HEAD "\4R12345678" NOT_SLEPT

static void test_observed__order_only(void **state)
{
    (void) state;
    struct observed a = observed_of(S(ORDER_FREE_HEAD FORM_A "TF"));
    struct observed b = observed_of(S(ORDER_FREE_HEAD FORM_A "FT"));
    struct observed c = observed_of(S(ORDER_FREE_HEAD FORM_B "FT"));
    assert_false(observed_equal(&a, &b, EXACT | LOOSE_ULP | LOOSE_ADDRESSES));
    assert_true(observed_equal(&a, &b, LOOSE_ORDER));
    assert_false(observed_equal(&a, &c, LOOSE_ORDER));
    b.out = S("one two\nthree\n");
    a.out = S("three\ntwo one\n");
    assert_true(observed_equal(&a, &b, LOOSE_ORDER));
    a.out = S("three\ntwo two\n");
    assert_false(observed_equal(&a, &b, LOOSE_ORDER));
    a.out = S("three two\none\n");
    assert_true(observed_equal(&a, &b, LOOSE_ORDER));
    assert_false(observed_equal(&a, &b, EXACT));
}

#define RAISED_AFTER(ns) "\0X12345678\0\0\0\0\0\0\0" ns "N"
#define RETURNED_AFTER(ns) "\0R12345678\0\0\0\0\0\0\0" ns "N"

/* Others waited at the same time: only what raises, and only longer. */
static void test_observed__waiting_longer(void **state)
{
    (void) state;
    struct observed raised = observed_of(S(RAISED_AFTER("\1"))), later = observed_of(S(RAISED_AFTER("\2")));
    assert_false(observed_equal(&raised, &later, EXACT));
    assert_false(observed_equal(&raised, &later, LOOSE_ULP | LOOSE_ADDRESSES | LOOSE_ORDER));
    assert_true(observed_equal(&raised, &later, LOOSE_WAITING));
    assert_false(observed_equal(&later, &raised, LOOSE_WAITING));
    assert_true(str_equal(observed_difference(&later, &raised), S("how long it sleeps")));
    struct observed other = observed_of(S("\0X12345678\0\0\0\0\0\0\0" "\2" "T"));
    assert_false(observed_equal(&raised, &other, LOOSE_WAITING));
    struct observed returned = observed_of(S(RETURNED_AFTER("\1")));
    struct observed slower = observed_of(S(RETURNED_AFTER("\2")));
    assert_false(observed_equal(&returned, &slower, LOOSE_WAITING));
}

static void test_observed__hostile_tokens(void **state)
{
    (void) state;
    static const str bad[] = { S_INIT(HEAD "g\1"), S_INIT(HEAD "s\xff\xff\xff\xff"),
                               S_INIT(HEAD "l\0\0\0\x80"), S_INIT(HEAD "u\1"), S_INIT(HEAD "L") };
    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        for (size_t k = 0; k < ARRAY_LEN(bad); k++)
            assert_int_equal(equal_tokens(bad[i], bad[k], true), i == k);
}

/* ---- statistics ------------------------------------------------------------------------- */

static void test_stats__median(void **state)
{
    (void) state;
    double odd[] = { 3, 1, 2 }, even[] = { 4, 1, 3, 2 };
    assert_true(stats_median(odd, 3) == 2);
    assert_true(stats_median(even, 4) == 2.5);
}

static void test_stats__interval_holds_the_ratio(void **state)
{
    (void) state;
    double logs[18];
    for (size_t i = 0; i < ARRAY_LEN(logs); i++)
        logs[i] = log(2) + (i % 2 ? 0.01 : -0.01) * (double) (i % 5);
    struct interval ratio = stats_ratio(logs, ARRAY_LEN(logs));
    assert_true(ratio.low <= ratio.middle && ratio.middle <= ratio.high);
    assert_true(ratio.low > 1.9 && ratio.high < 2.1);
    struct interval again = stats_ratio(logs, ARRAY_LEN(logs));
    assert_true(memcmp(&ratio, &again, sizeof(ratio)) == 0);
}

static void test_stats__one_wild_pair_does_not_matter(void **state)
{
    (void) state;
    double logs[] = { 0, 0.001, -0.001, 0.002, -0.002, 0, 0.001, 3.0, -0.001 };
    struct interval ratio = stats_ratio(logs, ARRAY_LEN(logs));
    assert_true(fabs(ratio.middle - 1) < 0.01 && ratio.high < 1.05);
}

static void test_stats__nothing_measured_is_never_faster(void **state)
{
    (void) state;
    struct interval ratio = stats_ratio(NULL, 0);
    assert_true(ratio.low == 0 && isinf(ratio.high));
}

/* ---- reproducer --------------------------------------------------------------------------- */

static void test_reproducer__escapes(void **state)
{
    (void) state;
    struct arena *arena = arena_new(1 << 20);
    struct input call = { .pickle = S("\x80\x05") };
    str text = reproducer_for_call(arena, S("def f():\n    return \"\\\xc3\xa9\"\n"), S("x"), S("f"),
                                   &call, 1);
    assert_true(str_find(text, S("    b\"def f():\\n\"\n")) != SIZE_MAX);
    assert_true(str_find(text, S("return \\\"\\\\\\xc3\\xa9\\\"\\n\"")) != SIZE_MAX);
    assert_true(str_find(text, S("\"8005\"")) != SIZE_MAX);
    assert_int_equal(str_invalid_utf8(text), SIZE_MAX);
    arena_free(arena);
}

/* ---- slot ------------------------------------------------------------------------------------ */

static void test_slot__nests(void **state)
{
    (void) state;
    slot_enter();
    slot_enter();
    slot_leave();
    slot_leave();
    slot_enter_alone();
    slot_enter();
    slot_leave();
    slot_leave_alone();
}

/* ---- goals ------------------------------------------------------------------------------ */

static struct str_list goal(const char *name)
{
    static str item;
    item = str_from(name);
    return (struct str_list){ &item, 1 };
}

static void test_goals__readable_text(void **state)
{
    static const struct {
        const char *text;
        bool readable;
    } texts[] = {
        { "def f():\n    return 2\n", true },
        { "import re\n\n\n\ndef f():\n    a = 1\n    return a\n", true },
        { "def f():\n    a = 1\n    b = 1\n    c = 1\n    d = 1\n    return a\n", false },
        { "def f():\n    return 2\nasync def _g(): pass\n", false },
    };
    (void) state;
    struct job job = { .arena = arena_new(1 << 16) };
    struct verification v = { .job = &job, .original = S("def f():\n    return 1\n") };
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        struct verdict verdict = { 0 };
        job.request.goals = goal("speed");
        assert_true(goals_allow_text(&v, str_from(texts[i].text), &verdict));
        job.request.goals = goal("readability");
        assert_int_equal(goals_allow_text(&v, str_from(texts[i].text), &verdict),
                         texts[i].readable);
        assert_int_equal(verdict.failed, texts[i].readable ? GATE_NONE : GATE_POLICY);
    }
    arena_free(job.arena);
}

static void test_goals__memory(void **state)
{
    (void) state;
    struct job job = { .arena = arena_new(1 << 16) };
    struct verification v = { .job = &job };
    struct verdict verdict = { .speed = { .measured = true, .original_rss = 20u << 20,
                                          .candidate_rss = 23u << 20 } };
    struct trial trial = { .verdict = &verdict };
    assert_true(goals_are_met(&v, &trial));
    job.request.goals = goal("memory");
    assert_false(goals_are_met(&v, &trial));
    assert_int_equal(verdict.failed, GATE_POLICY);
    verdict.speed.candidate_rss = (20u << 20) + 4096;
    assert_true(goals_are_met(&v, &trial));
    arena_free(job.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fields__round_trip),
        cmocka_unit_test(test_fields__hostile_lengths),
        cmocka_unit_test(test_observed__header),
        cmocka_unit_test(test_observed__output_counts),
        cmocka_unit_test(test_observed__ulp_is_for_floats_only),
        cmocka_unit_test(test_observed__addresses_only),
        cmocka_unit_test(test_observed__order_only),
        cmocka_unit_test(test_observed__waiting_longer),
        cmocka_unit_test(test_observed__hostile_tokens),
        cmocka_unit_test(test_stats__median),
        cmocka_unit_test(test_stats__interval_holds_the_ratio),
        cmocka_unit_test(test_stats__one_wild_pair_does_not_matter),
        cmocka_unit_test(test_stats__nothing_measured_is_never_faster),
        cmocka_unit_test(test_reproducer__escapes),
        cmocka_unit_test(test_slot__nests),
        cmocka_unit_test(test_goals__readable_text),
        cmocka_unit_test(test_goals__memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

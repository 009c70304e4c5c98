/*
 * test_regex_syntax.c — which patterns are known to compile without an error and without a
 * warning.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/analyze/analyze_internal.h"

static void test_regex_syntax__known_patterns_are_valid(void **state)
{
    static const char *const valid[] = {
        "",
        "a",
        "(\\d+)-(\\w+)",
        "[^a-z_-]{2,3}?",
        "[]a]",
        "[^]]",
        "a{,3}b{2}c{2,}",
        "a{x}",
        "(?:a|b|)*",
        "(?P<key>\\w+)=(?P<value>.*)",
        "(?=a)(?!b)",
        "^\\s*$",
        "\\[\\]\\.\\/",
        "\xc3\xa9+",
        "()",
        "[\\w-]",
    };
    (void) state;
    for (size_t i = 0; i < ARRAY_LEN(valid); i++)
        if (!is_valid_regex(str_from(valid[i]), false))
            fail_msg("%s is valid", valid[i]);
}

static void test_regex_syntax__errors_and_warnings_are_refused(void **state)
{
    static const char *const refused[] = {
        "(",        ")",       "[",        "[]",     "a**",     "a*+",
        "*a",       "^*",      "\\b+",     "(?=a)*", "a{3,2}",  "[z-a]",
        "[\\w-z]",  "[a-\\d]", "[[a]",     "[a--b]", "[a&&b]",  "\\",
        "[\\",      "\\q",     "\\1",      "(?i)a",  "(?<=a)b", "(?P<n>a)(?P<n>b)",
        "(?P<1>a)", "(?P=n)",  "a{99999}", "(?",     "\\x4",    "{1}",
    };
    (void) state;
    for (size_t i = 0; i < ARRAY_LEN(refused); i++)
        if (is_valid_regex(str_from(refused[i]), false))
            fail_msg("%s is not known to be valid", refused[i]);
}

static void test_regex_syntax__verbose_patterns(void **state)
{
    (void) state;
    assert_true(is_valid_regex(S(" ( a )  {2}  # twice ( \n b # end"), true));
    assert_true(is_valid_regex(S("[ #]\\ "), true));
    assert_false(is_valid_regex(S("a* *"), true));
    assert_false(is_valid_regex(S("( ?:a)"), true));
    assert_false(is_valid_regex(S("a # \\"), true));
}

static void test_regex_syntax__depth_is_bounded(void **state)
{
    struct buf deep = { 0 };
    (void) state;
    for (int i = 0; i < 100000; i++)
        buf_byte(&deep, '(');
    assert_false(is_valid_regex(buf_str(&deep), false));
    buf_free(&deep);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_regex_syntax__known_patterns_are_valid),
        cmocka_unit_test(test_regex_syntax__errors_and_warnings_are_refused),
        cmocka_unit_test(test_regex_syntax__verbose_patterns),
        cmocka_unit_test(test_regex_syntax__depth_is_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

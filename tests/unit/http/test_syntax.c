/* test_syntax.c — percent-decoding, queries, Prefer, media types. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "server/http/syntax.h"

static struct arena *arena;

static int make_arena(void **state)
{
    (void) state;
    arena = arena_new(1 << 20);
    return 0;
}

static int drop_arena(void **state)
{
    (void) state;
    arena_free(arena);
    return 0;
}

static void assert_str(str actual, const char *expected)
{
    assert_int_equal(actual.len, strlen(expected));
    assert_memory_equal(actual.ptr, expected, actual.len);
}

static void test_syntax__path_is_decoded(void **state)
{
    (void) state;
    static const char *const rows[][2] = {
        { "/", "/" },         { "/healthz", "/healthz" }, { "/%68ealthz", "/healthz" },
        { "/a%20b", "/a b" }, { "/%C3%a4", "/\xC3\xA4" }, { "/a%25b", "/a%b" },
        { "/a+b", "/a+b" },
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        str path;
        assert_int_equal(syntax_path(str_from(rows[i][0]), arena, &path, NULL), STATUS_OK);
        assert_str(path, rows[i][1]);
    }
}

static void test_syntax__path_that_means_two_things_is_refused(void **state)
{
    (void) state;
    static const char *const rows[] = {
        "",     "healthz", "*",     "http://x/", "/%",         "/%4",   "/%zz",
        "/%00", "/a%2f",   "/a%2F", "/\x01b",    "/a b",       "/a\tb", "/\xC3\xA4",
        "/%ff", "/%C3",    "/\x7f", "/%-1",      "/%ed%a0%80", "/% 41", "/%c0%80",
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        str path;
        struct error err = { 0 };
        assert_int_equal(syntax_path(str_from(rows[i]), arena, &path, &err),
                         STATUS_BAD_REQUEST);
    }
}

static void test_syntax__plain_path_is_what_decoding_would_give(void **state)
{
    (void) state;
    assert_true(syntax_is_plain_path(S("/api/v1/jobs")));
    assert_false(syntax_is_plain_path(S("/%61")));
    assert_false(syntax_is_plain_path(S("/a b")));
    assert_false(syntax_is_plain_path(S("a")));
    assert_false(syntax_is_plain_path(S("")));
}

static void test_syntax__query_is_split_and_decoded(void **state)
{
    (void) state;
    struct query_parameter p[QUERY_MAX];
    uint32_t count;
    assert_int_equal(syntax_query(S("a=1&b=x+y%3D%26&c&d="), arena, p, &count, NULL),
                     STATUS_OK);
    assert_int_equal(count, 4);
    assert_str(p[0].name, "a");
    assert_str(p[0].value, "1");
    assert_str(p[1].value, "x y=&");
    assert_str(p[2].name, "c");
    assert_str(p[2].value, "");
    assert_str(p[3].name, "d");
    assert_int_equal(syntax_query(S(""), arena, p, &count, NULL), STATUS_OK);
    assert_int_equal(count, 0);
}

static void test_syntax__bad_queries_are_refused(void **state)
{
    (void) state;
    static const char *const rows[] = {
        "a=%00",
        "a=%",
        "a=%f",
        "=1",
        "&&",
        "a=1&&b=2",
        "a=1&a=2",
        "a=1&%61=2",
        "a=%ff",
        "a=\x01",
        "a&b&c&d&e&f&g&h&i&j&k&l&m&n&o&p&q",
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct query_parameter p[QUERY_MAX];
        uint32_t count;
        assert_int_not_equal(syntax_query(str_from(rows[i]), arena, p, &count, NULL),
                             STATUS_OK);
    }
}

static void test_syntax__prefer(void **state)
{
    (void) state;
    static const struct {
        const char *text;
        int64_t wait;
    } rows[] = {
        { "", -1 },
        { "wait=10", 10 },
        { "WAIT = 10", 10 },
        { "respond-async", 0 },
        { "respond-async, wait=10", 0 },
        { "wait=10, respond-async", 0 },
        { "handling=lenient, wait=7", 7 },
        { "wait=3, wait=9", 3 },
        { "wait", -1 },
        { "wait=", -1 },
        { "wait=-1", -1 },
        { "wait=1.5", -1 },
        { "wait=99999999999999999999", -1 },
        { ",,,", -1 },
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        assert_int_equal(syntax_prefer_wait(str_from(rows[i].text)), rows[i].wait);
}

static void test_syntax__media_type(void **state)
{
    (void) state;
    static const char *const good[] = {
        "application/json",
        "Application/JSON",
        "application/json; charset=utf-8",
        "application/json;charset=\"UTF-8\"",
        "application/json; profile=x",
    };
    static const char *const bad[] = {
        "",
        "text/plain",
        "application/jsonx",
        "application/json; charset=latin-1",
        "json",
        "application/x-www-form-urlencoded",
        "text/plain; application/json",
    };
    for (size_t i = 0; i < ARRAY_LEN(good); i++)
        assert_true(syntax_is_json(str_from(good[i])));
    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        assert_false(syntax_is_json(str_from(bad[i])));
}

static void test_syntax__integer(void **state)
{
    (void) state;
    int64_t n = -7;
    assert_true(syntax_integer(S("200"), 1, 200, &n));
    assert_int_equal(n, 200);
    assert_false(syntax_integer(S("201"), 1, 200, &n));
    assert_false(syntax_integer(S("0"), 1, 200, &n));
    assert_false(syntax_integer(S("-1"), -5, 200, &n));
    assert_false(syntax_integer(S("1e2"), 1, 200, &n));
    assert_false(syntax_integer(S(""), 0, 200, &n));
    assert_false(syntax_integer(S("99999999999999999999"), 0, INT64_MAX, &n));
    assert_int_equal(n, 200);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_syntax__path_is_decoded),
        cmocka_unit_test(test_syntax__path_that_means_two_things_is_refused),
        cmocka_unit_test(test_syntax__plain_path_is_what_decoding_would_give),
        cmocka_unit_test(test_syntax__query_is_split_and_decoded),
        cmocka_unit_test(test_syntax__bad_queries_are_refused),
        cmocka_unit_test(test_syntax__prefer),
        cmocka_unit_test(test_syntax__media_type),
        cmocka_unit_test(test_syntax__integer),
    };
    return cmocka_run_group_tests_name("syntax", tests, make_arena, drop_arena);
}

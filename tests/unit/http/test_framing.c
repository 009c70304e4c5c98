/* test_framing.c — request heads that may mean only one thing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "server/http/http_internal.h"

#define MAX_BODY 1000

struct head {
    char bytes[1024];
    struct framing framing;
    struct http_fields fields;
};

/* Parses "Name: value" lines in place, as the library does, and hands them over. */
static void parse(struct head *head, const char *lines)
{
    *head = (struct head){ 0 };
    size_t n = (size_t) snprintf(head->bytes, sizeof(head->bytes), "HTTP/1.1\r\n%s\r\n", lines);
    head->framing.end = head->bytes + 8;
    for (size_t i = 0; i < n; i++)
        if (head->bytes[i] == '\r' || head->bytes[i] == '\n')
            head->bytes[i] = '\0';
    for (char *name = head->bytes + 10; *name;) {
        char *colon = strchr(name, ':'), *value = colon + 1;
        *colon = '\0';
        value += strspn(value, " \t");
        framing_header(&head->framing, &head->fields, str_from(name), str_from(value));
        name = value + strlen(value) + 2;
    }
    framing_end(&head->framing);
}

static enum status check(const char *lines, const char *version)
{
    struct head head;
    struct error err = { 0 };
    parse(&head, lines);
    return framing_check(&head.framing, str_from(version), MAX_BODY, &err);
}

#define HOST "Host: x\r\n"

static void test_framing__verdicts(void **state)
{
    (void) state;
    static const struct {
        const char *lines;
        enum status expected;
    } rows[] = {
        { HOST, STATUS_OK },
        { "", STATUS_BAD_REQUEST },
        { HOST HOST, STATUS_BAD_REQUEST },
        { HOST "Content-Length: 5\r\n", STATUS_OK },
        { HOST "content-length: 5 \r\n", STATUS_OK },
        { HOST "Content-Length: 5\r\nContent-Length: 5\r\n", STATUS_BAD_REQUEST },
        { HOST "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", STATUS_BAD_REQUEST },
        { HOST "Content-Length: \r\n", STATUS_BAD_REQUEST },
        { HOST "Content-Length: +5\r\n", STATUS_BAD_REQUEST },
        { HOST "Content-Length: 5, 5\r\n", STATUS_BAD_REQUEST },
        { HOST "Content-Length: 1001\r\n", STATUS_OK },
        { HOST "Content-Length: 8388608\r\n", STATUS_OK },
        { HOST "Content-Length: 8388609\r\n", STATUS_TOO_LARGE },
        { HOST "Content-Length: 9223372036854775808\r\n", STATUS_TOO_LARGE },
        { HOST "Content-Length: 18446744073709551621\r\n", STATUS_TOO_LARGE },
        { HOST "Transfer-Encoding: Chunked\r\n", STATUS_OK },
        { HOST "Transfer-Encoding: \r\n", STATUS_NOT_IMPLEMENTED },
        { HOST "Transfer-Encoding: gzip, chunked\r\n", STATUS_NOT_IMPLEMENTED },
        { HOST "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
          STATUS_BAD_REQUEST },
        { HOST "Expect: 100-Continue\r\n", STATUS_OK },
        { HOST "Expect: tea\r\n", STATUS_EXPECTATION },
        { HOST "Expect: 100-continue\r\nContent-Length: 1001\r\n", STATUS_TOO_LARGE },
        { HOST "Content-Length : 5\r\n", STATUS_BAD_REQUEST },
        { HOST "X(y): 5\r\n", STATUS_BAD_REQUEST },
        { HOST "X: a\x01\r\n", STATUS_BAD_REQUEST },
        { HOST "X: a\x7f\r\n", STATUS_BAD_REQUEST },
        { HOST "X: a\tb \xE4\r\n", STATUS_OK },
        { HOST "X:\r\n", STATUS_OK },
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        if (check(rows[i].lines, "HTTP/1.1") != rows[i].expected)
            fail_msg("row %zu: %s", i, rows[i].lines);
}

static void test_framing__versions(void **state)
{
    (void) state;
    assert_int_equal(check("", "HTTP/1.0"), STATUS_OK);
    assert_int_equal(check("Transfer-Encoding: chunked\r\n", "HTTP/1.0"), STATUS_BAD_REQUEST);
    assert_int_equal(check(HOST, "HTTP/1.2"), STATUS_HTTP_VERSION);
    assert_int_equal(check(HOST, "HTTP/2.0"), STATUS_HTTP_VERSION);
    assert_int_equal(check(HOST, "http/1.1"), STATUS_HTTP_VERSION);
}

static void test_framing__fields_are_kept(void **state)
{
    (void) state;
    struct head head;
    parse(&head, HOST "CONTENT-TYPE: a/b \r\nauthorization:Bearer k\r\nX-Api-Key: q\r\n"
                      "Prefer: wait=1\r\n");
    assert_true(str_equal(head.fields.content_type, S("a/b")));
    assert_true(str_equal(head.fields.authorization, S("Bearer k")));
    assert_true(str_equal(head.fields.api_key, S("q")));
    assert_true(str_equal(head.fields.prefer, S("wait=1")));
}

/* A line that is not where it would be had it come in one piece. */
static void test_framing__moved_lines_are_refused(void **state)
{
    (void) state;
    struct http_fields fields = { 0 };
    static const char folded[64] = "V\0\0X\0 a\0\0 b\0\0\0\0", moved[] = "Xb\0";
    struct framing f = { .end = folded + 1 };
    framing_header(&f, &fields, (str){ moved, 2 }, (str){ folded + 6, 1 });
    assert_true(f.malformed);

    static const char bare_lf[64] = "V\0\0X\0 a\0Y\0 b\0\0\0\0";
    f = (struct framing){ .end = bare_lf + 1 };
    framing_header(&f, &fields, (str){ bare_lf + 3, 1 }, (str){ bare_lf + 6, 1 });
    assert_false(f.malformed);
    framing_header(&f, &fields, (str){ bare_lf + 8, 1 }, (str){ bare_lf + 11, 1 });
    assert_true(f.malformed);

    static const char hidden[64] = "V\0\0X\0 a\0b\0\0\0\0";
    f = (struct framing){ .end = hidden + 1 };
    framing_header(&f, &fields, (str){ hidden + 3, 1 }, (str){ hidden + 6, 1 });
    assert_false(f.malformed);
    framing_end(&f);
    assert_true(f.malformed);
}

static void test_framing__methods(void **state)
{
    (void) state;
    for (enum http_method m = HTTP_GET; m < HTTP_UNKNOWN; m++)
        assert_int_equal(http_method_from(str_from(http_method_name(m))), m);
    assert_int_equal(http_method_from(S("get")), HTTP_UNKNOWN);
    assert_int_equal(http_method_from(S("")), HTTP_UNKNOWN);
    assert_int_equal(http_method_from(S("?")), HTTP_UNKNOWN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_framing__verdicts),
        cmocka_unit_test(test_framing__versions),
        cmocka_unit_test(test_framing__fields_are_kept),
        cmocka_unit_test(test_framing__moved_lines_are_refused),
        cmocka_unit_test(test_framing__methods),
    };
    return cmocka_run_group_tests_name("framing", tests, NULL, NULL);
}

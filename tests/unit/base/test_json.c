/* The strict JSON reader and the writer that cannot produce invalid JSON. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "hasten/base.h"

static bool accepts(str text)
{
    struct json *root = NULL;
    enum status status = json_parse(text, &root, NULL);
    json_free(root);
    return status == STATUS_OK;
}

static void test_json__accepts_rfc8259(void **state)
{
    (void) state;
    static const str good[] = {
        S_INIT("{}"), S_INIT(" [1, -0.5e+10, true, null, \"\\ud83d\\ude00\"] "),
        S_INIT("{\"a\":{\"b\":[]}}"), S_INIT("\"\xC3\xA9\""), S_INIT("0"),
    };
    for (size_t i = 0; i < ARRAY_LEN(good); i++)
        assert_true(accepts(good[i]));
}

static void test_json__refuses_what_cjson_lets_through(void **state)
{
    (void) state;
    static const str bad[] = {
        S_INIT(""), S_INIT("{} x"), S_INIT("01"), S_INIT("\"\\u0000\""), S_INIT("\"\x01\""),
        S_INIT("\"\xff\""), S_INIT("\"\\ud800\""), S_INIT("\"\\udc00\""), S_INIT("{\"a\":1,\"a\":2}"),
        S_INIT("{\"a\":1,\"\\u0061\":2}"), S_INIT("[1,]"), S_INIT("{\"a\"}"), S_INIT("nul"),
        S_INIT("\"\\x\""), S_INIT("1."), S_INIT("+1"), S_INIT("\"a"), S_INIT("[1"), S_INIT("NaN"),
        { "\"a\0b\"", 5 }, { "{}\0", 3 },
    };
    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        assert_false(accepts(bad[i]));
}

static void test_json__bounds_depth(void **state)
{
    (void) state;
    char text[200];
    memset(text, '[', 32);
    memset(text + 32, ']', 32);
    assert_true(accepts((str){ text, 64 }));
    memset(text, '[', 33);
    memset(text + 33, ']', 33);
    assert_false(accepts((str){ text, 66 }));
}

struct sample {
    str name;
    int64_t count;
    bool flag;
    struct str_list tags;
};

static const struct json_field sample_fields[] = {
    { .name = "name", .type = FIELD_STR, .offset = offsetof(struct sample, name), .required = true, .max = 4 },
    { .name = "count", .type = FIELD_INT, .offset = offsetof(struct sample, count), .max = 10 },
    { .name = "flag", .type = FIELD_BOOL, .offset = offsetof(struct sample, flag) },
    { .name = "tags", .type = FIELD_STR_LIST, .offset = offsetof(struct sample, tags), .max = 2 },
    { .name = NULL },
};

static enum status read_sample(str text, struct arena *arena, struct sample *s, struct error *err)
{
    struct json *root;
    assert_int_equal(json_parse(text, &root, err), STATUS_OK);
    enum status status = json_read(root, sample_fields, s, arena, err);
    json_free(root);
    return status;
}

static void test_json__reads_a_struct(void **state)
{
    (void) state;
    struct arena *arena = arena_new(1 << 16);
    struct sample s = { .count = 7 };
    struct error err;
    assert_int_equal(read_sample(S("{\"name\":\"abc\",\"flag\":true,\"tags\":[\"x\"],\"count\":null}"),
                                 arena, &s, &err), STATUS_OK);
    assert_true(str_equal(s.name, S("abc")));
    assert_int_equal(s.count, 7);
    assert_true(s.flag);
    assert_int_equal(s.tags.count, 1);
    arena_free(arena);
}

static void test_json__names_the_bad_field(void **state)
{
    (void) state;
    static const struct {
        str text;
        enum status status;
        const char *field;
    } cases[] = {
        { S_INIT("{}"), STATUS_MISSING_FIELD, "name" },
        { S_INIT("{\"name\":\"a\",\"Name\":1}"), STATUS_UNKNOWN_FIELD, "Name" },
        { S_INIT("{\"name\":1}"), STATUS_INVALID_FIELD, "name" },
        { S_INIT("{\"name\":\"abcde\"}"), STATUS_INVALID_FIELD, "name" },
        { S_INIT("{\"name\":\"a\",\"count\":1.5}"), STATUS_INVALID_FIELD, "count" },
        { S_INIT("{\"name\":\"a\",\"count\":11}"), STATUS_INVALID_FIELD, "count" },
        { S_INIT("{\"name\":\"a\",\"flag\":0}"), STATUS_INVALID_FIELD, "flag" },
        { S_INIT("{\"name\":\"a\",\"tags\":[1]}"), STATUS_INVALID_FIELD, "tags" },
        { S_INIT("{\"name\":\"a\",\"tags\":[\"a\",\"b\",\"c\"]}"), STATUS_INVALID_FIELD, "tags" },
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct arena *arena = arena_new(1 << 16);
        struct sample s = { .count = 0 };
        struct error err;
        assert_int_equal(read_sample(cases[i].text, arena, &s, &err), cases[i].status);
        assert_string_equal(err.field, cases[i].field);
        arena_free(arena);
    }
}

static void test_json__writes_what_it_reads(void **state)
{
    (void) state;
    struct buf out = { 0 };
    struct json_writer w;
    json_begin(&w, &out);
    json_object(&w, NULL);
    json_str(&w, "s", (str){ "q\"\\\n\x01\xff\xC3\xA9", 8 });
    json_array(&w, "a");
    json_int(&w, NULL, -5);
    json_double(&w, NULL, 0.25);
    json_double(&w, NULL, 0.0 / 0.0);
    json_bool(&w, NULL, false);
    json_end(&w);
    json_end(&w);
    json_done(&w);
    assert_string_equal(out.ptr, "{\"s\":\"q\\\"\\\\\\n\\u0001\xEF\xBF\xBD\xC3\xA9\",\"a\":[-5,0.25,null,false]}");
    assert_true(accepts(buf_str(&out)));
    buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_json__accepts_rfc8259),
        cmocka_unit_test(test_json__refuses_what_cjson_lets_through),
        cmocka_unit_test(test_json__bounds_depth),
        cmocka_unit_test(test_json__reads_a_struct),
        cmocka_unit_test(test_json__names_the_bad_field),
        cmocka_unit_test(test_json__writes_what_it_reads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

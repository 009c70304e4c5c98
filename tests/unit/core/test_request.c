/* The request table: defaults, every refusal names its field, secrets stay out of the store. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "hasten/pipeline.h"

static struct config config;
static struct arena *arena;

static int set_up(void **state)
{
    (void) state;
    config_defaults(&config);
    arena = arena_new(1 << 20);
    return 0;
}

static int tear_down(void **state)
{
    (void) state;
    arena_free(arena);
    config_release(&config);
    return 0;
}

static void test_request__defaults(void **state)
{
    (void) state;
    struct request r;
    struct error err;
    assert_int_equal(request_parse(S("{\"code\":\"x=1\\n\"}"), &config, arena, &r, &err), STATUS_OK);
    assert_true(str_equal(r.code, S("x=1\n")));
    assert_int_equal(r.accept, RUNG_TESTED);
    assert_true(r.use_llm);
    assert_true(r.min_speedup > 1.04 && r.min_speedup < 1.06);
    assert_true(r.temperature < 0);
}

static void test_request__refusals_name_the_field(void **state)
{
    (void) state;
    static const struct {
        const char *body;
        enum status status;
        const char *field;
    } cases[] = {
        { "{}", STATUS_MISSING_FIELD, "code" },
        { "{\"code\":null}", STATUS_MISSING_FIELD, "code" },
        { "{\"code\":1}", STATUS_INVALID_FIELD, "code" },
        { "{\"code\":\"\",\"cod\":1}", STATUS_UNKNOWN_FIELD, "cod" },
        { "{\"code\":\"\",\"repo_url\":\"https://x\"}", STATUS_CONFLICTING_FIELDS, "repo_url" },
        { "{\"repo_url\":\"https://x\"}", STATUS_NOT_IMPLEMENTED, "repo_url" },
        { "{\"code\":\"\",\"branch\":\"b\"}", STATUS_CONFLICTING_FIELDS, "branch" },
        { "{\"code\":\"\",\"accept\":\"best\"}", STATUS_INVALID_FIELD, "accept" },
        { "{\"code\":\"\",\"min_speedup\":0.5}", STATUS_INVALID_FIELD, "min_speedup" },
        { "{\"code\":\"\",\"goals\":[\"fame\"]}", STATUS_INVALID_FIELD, "goals" },
        { "{\"code\":\"\",\"strategies\":[\"magic\"]}", STATUS_INVALID_FIELD, "strategies" },
        { "{\"code\":\"\",\"target\":{\"python\":\"2.7\"}}", STATUS_INVALID_FIELD, "target.python" },
        { "{\"code\":\"\",\"target\":{\"cpu\":2}}", STATUS_UNKNOWN_FIELD, "target.cpu" },
        { "{\"code\":\"\",\"target\":{\"cores\":1.5}}", STATUS_INVALID_FIELD, "target.cores" },
        { "{\"code\":\"\",\"budget\":{\"seconds\":-1}}", STATUS_INVALID_FIELD, "budget.seconds" },
        { "{\"code\":\"\",\"options\":{\"file_name\":\"\"}}", STATUS_INVALID_FIELD, "options.file_name" },
        { "{\"code\":\"\",\"callback_url\":\"http://x\"}", STATUS_NOT_IMPLEMENTED, "callback_url" },
        { "[]", STATUS_NOT_JSON, "" },
        { "{\"code\":\"\\u0000\"}", STATUS_NOT_JSON, "" },
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct request r;
        struct error err = { .field = "" };
        assert_int_equal(request_parse(str_from(cases[i].body), &config, arena, &r, &err),
                         cases[i].status);
        assert_string_equal(err.field, cases[i].field);
    }
}

static void test_request__large_source_is_too_large(void **state)
{
    (void) state;
    config.max_source = 10;
    struct request r;
    struct error err;
    assert_int_equal(request_parse(S("{\"code\":\"12345678901\"}"), &config, arena, &r, &err),
                     STATUS_TOO_LARGE);
    assert_string_equal(err.field, "code");
}

static void test_request__one_field_by_its_name(void **state)
{
    static const struct {
        const char *name, *value;
        enum status status;
    } cases[] = {
        { "goals", "speed, memory", STATUS_OK },
        { "target.libraries", "numpy", STATUS_OK },
        { "target.cores", "4", STATUS_OK },
        { "accept", "guarded+tested", STATUS_OK },
        { "observe.float_ulp", "true", STATUS_OK },
        { "target.cores", "4, \"python\": \"4\"", STATUS_INVALID_FIELD },
        { "target.cores", "-1", STATUS_INVALID_FIELD },
        { "goals", "beauty", STATUS_INVALID_FIELD },
        { "target", "{}", STATUS_UNKNOWN_FIELD },
        { "code", "pass", STATUS_UNKNOWN_FIELD },
        { "api_key", "k", STATUS_UNKNOWN_FIELD },
        { "target.", "1", STATUS_UNKNOWN_FIELD },
        { "goals.x", "1", STATUS_UNKNOWN_FIELD },
    };
    (void) state;
    struct request r;
    struct error err;
    request_defaults(&r);
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        assert_int_equal(request_set(&r, str_from(cases[i].name), str_from(cases[i].value), arena,
                                     &err),
                         cases[i].status);
    assert_int_equal(r.goals.count, 2);
    assert_true(str_equal(r.goals.items[1], S("memory")));
    assert_true(str_equal(r.target.libraries.items[0], S("numpy")));
    assert_int_equal(r.target.cores, 4);
    assert_int_equal(r.accept, RUNG_GUARDED);
    assert_true(r.observe.float_ulp);
}

static void test_request__survives_the_store_without_its_key(void **state)
{
    (void) state;
    str body = S("{\"code\":\"a\\nb\",\"api_key\":\"sk-1\",\"goals\":[\"speed\"],\"temperature\":0.5,"
                 "\"target\":{\"cores\":3},\"workload\":{\"entry\":\"f(1)\",\"argv\":[\"x\"]},"
                 "\"accept\":\"guarded+tested\",\"options\":{\"use_llm\":false}}");
    struct request r, again;
    struct error err;
    struct buf stored = { 0 };
    assert_int_equal(request_parse(body, &config, arena, &r, &err), STATUS_OK);
    assert_true(str_equal(r.api_key, S("sk-1")));
    request_write(&r, &stored);
    assert_null(strstr(stored.ptr, "sk-1"));
    assert_int_equal(request_parse(buf_str(&stored), &config, arena, &again, &err), STATUS_OK);
    assert_true(str_equal(again.code, r.code));
    assert_int_equal(again.accept, RUNG_GUARDED);
    assert_int_equal(again.target.cores, 3);
    assert_true(str_equal(again.workload.entry, S("f(1)")));
    assert_int_equal(again.workload.argv.count, 1);
    assert_false(again.use_llm);
    assert_true(again.temperature > 0.4 && again.temperature < 0.6);
    assert_int_equal(again.api_key.len, 0);
    buf_free(&stored);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_request__defaults, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_request__refusals_name_the_field, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_request__large_source_is_too_large, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_request__one_field_by_its_name, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_request__survives_the_store_without_its_key, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

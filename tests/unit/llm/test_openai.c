/* The wire format: requests as published, replies and errors as servers vary them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "core/llm/llm_internal.h"

static struct arena *arena;

static int set_up(void **state)
{
    (void) state;
    arena = arena_new(1 << 20);
    return 0;
}

static int tear_down(void **state)
{
    (void) state;
    arena_free(arena);
    return 0;
}

static struct answer read_body(int status, const char *body, uint32_t quirks)
{
    struct http_reply reply = { .status = status, .retry_after_ms = -1 };
    struct answer a;
    buf_append(&reply.body, str_from(body));
    provider_named(S(""))->read_reply(&reply, quirks, arena, &a);
    buf_free(&reply.body);
    return a;
}

static void check_faults(const char *const *bodies, int status, enum fault fault)
{
    for (; *bodies; bodies++)
        if (read_body(status, *bodies, 0).fault != fault)
            fail_msg("%s", *bodies);
}

#define BODIES(...) ((const char *const[]){ __VA_ARGS__, NULL })

static struct json *request_json(const struct ask *ask, uint32_t quirks)
{
    struct buf body = { 0 };
    struct json *root = NULL;
    provider_named(S(""))->write_request(ask, quirks, &body);
    assert_int_equal(json_parse(buf_str(&body), &root, NULL), STATUS_OK);
    buf_free(&body);
    return root;
}

static const struct ask question = {
    .model = S_INIT("m"),
    .messages = { { ROLE_SYSTEM, S_INIT("rules") }, { ROLE_USER, S_INIT("a \"quoted\"\ncode") } },
    .message_count = 2,
    .schema = S_INIT("{\"type\":\"object\"}"),
    .temperature = -1,
    .max_tokens = 1000,
};

static void test_openai__request_has_what_was_asked_and_no_sampling(void **state)
{
    (void) state;
    struct json *root = request_json(&question, 0);
    const struct json *format = json_get(root, "response_format");
    const struct json *user = json_next(json_first(json_get(root, "messages")));
    assert_true(json_number(json_get(root, "max_completion_tokens")) == 1000);
    assert_null(json_get(root, "max_tokens"));
    assert_null(json_get(root, "temperature"));
    assert_null(json_get(root, "tools"));
    assert_true(json_truth(json_get(json_get(format, "json_schema"), "strict")));
    assert_true(str_equal(json_string(json_get(user, "content")), S("a \"quoted\"\ncode")));
    json_free(root);
}

static void test_openai__quirks_drop_exactly_their_parameter(void **state)
{
    struct ask ask = question;
    (void) state;
    ask.temperature = 0.5;
    struct json *root = request_json(&ask, QUIRK_OLD_TOKEN_CAP | QUIRK_JSON_OBJECT);
    assert_true(json_number(json_get(root, "max_tokens")) == 1000);
    assert_null(json_get(root, "max_completion_tokens"));
    assert_true(json_number(json_get(root, "temperature")) == 0.5);
    assert_true(str_equal(json_string(json_get(json_get(root, "response_format"), "type")),
                          S("json_object")));
    json_free(root);
    root = request_json(&ask, QUIRK_PLAIN_TEXT | QUIRK_NO_TEMPERATURE | QUIRK_NO_TOKEN_CAP);
    assert_int_equal(json_count(root), 2); /* model and messages */
    json_free(root);
}

static void test_openai__an_answer(void **state)
{
    (void) state;
    struct answer a = read_body(
        200,
        "{\"model\":\"m-1\",\"choices\":[{\"finish_reason\":\"stop\",\"message\":{\"content\":"
        "\"hello\",\"refusal\":null}}],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3}}",
        0);
    assert_int_equal(a.fault, FAULT_none);
    assert_true(str_equal(a.text, S("hello")));
    assert_true(str_equal(a.model, S("m-1")));
    assert_int_equal(a.tokens_in, 7);
    assert_int_equal(a.tokens_out, 3);
}

static void test_openai__content_in_parts_and_no_usage(void **state)
{
    (void) state;
    struct answer a = read_body(
        200,
        "{\"model\":\"a b\\n\",\"choices\":[{\"finish_reason\":\"stop\",\"message\":{\"content\":"
        "[{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"x\"},{\"type\":\"text\",\"text\":\"b\"}]"
        "}}],\"usage\":{\"prompt_tokens\":-5}}",
        0);
    assert_int_equal(a.fault, FAULT_none);
    assert_true(str_equal(a.text, S("ab")));
    assert_int_equal(a.model.len, 0);
    assert_int_equal(a.tokens_in, -1);
    assert_int_equal(a.tokens_out, -1);
}

#define CHOICE(finish, message) \
    "{\"choices\":[{\"finish_reason\":" finish ",\"message\":" message "}]}"

static void test_openai__what_is_not_an_answer(void **state)
{
    (void) state;
    check_faults(BODIES(CHOICE("\"length\"", "{\"content\":\"{\"}"),
                        CHOICE("\"length\"", "{\"content\":null,\"reasoning\":\"hm\"}")),
                 200, FAULT_truncated);
    check_faults(BODIES(CHOICE("\"stop\"", "{\"content\":null,\"refusal\":\"no\"}"),
                        CHOICE("\"content_filter\"", "{\"content\":\"x\"}")),
                 200, FAULT_refusal);
    check_faults(BODIES(CHOICE("\"stop\"", "{\"content\":null}"),
                        CHOICE("\"stop\"", "{\"content\":\" \\n\"}"),
                        CHOICE("\"stop\"", "{\"content\":7}")),
                 200, FAULT_empty);
    check_faults(BODIES("", "<html>", "[]", "{}", "{\"choices\":[]}", "{\"choices\":{}}",
                        "{\"choices\":[{}]}", "{\"choices\":[null]}", "{\"choices\":[]} x",
                        CHOICE("null", "{\"content\":\"x\"}"),
                        CHOICE("\"pause\"", "{\"content\":\"x\"}")),
                 200, FAULT_protocol);
}

static void test_openai__error_code_decides_before_status(void **state)
{
    (void) state;
    check_faults(BODIES("{\"error\":{\"code\":\"insufficient_quota\",\"message\":\"x\"}}",
                        "{\"error\":{\"type\":\"insufficient_quota\",\"code\":null}}",
                        "{\"error\":{\"code\":\"project_spend_limit_exceeded\"}}"),
                 429, FAULT_quota);
    check_faults(BODIES("{\"error\":{\"code\":\"slow_down\"}}", "{\"error\":\"busy\"}", "<html>",
                        "{\"error\":{\"code\":\"429\"}}"),
                 429, FAULT_rate_limit);
    check_faults(BODIES("{\"error\":{\"code\":\"context_length_exceeded\"}}",
                        "{\"error\":{\"type\":\"exceed_context_size_error\",\"code\":400}}"),
                 400, FAULT_context);
    check_faults(BODIES("{\"object\":\"error\",\"message\":\"no\",\"code\":401}"), 400, FAULT_auth);
    check_faults(BODIES("{}"), 307, FAULT_redirect);
    check_faults(BODIES("oops"), 502, FAULT_server);
    check_faults(BODIES("{}"), 404, FAULT_model);
    check_faults(BODIES("{}"), 600, FAULT_protocol);
}

static void test_openai__an_error_can_hide_in_a_200(void **state)
{
    (void) state;
    check_faults(BODIES("{\"error\":{\"code\":429,\"message\":\"x\"},\"choices\":[]}"), 200,
                 FAULT_rate_limit);
    check_faults(BODIES("{\"error\":\"x\"}", "{\"error\":{\"code\":99999}}"), 200, FAULT_server);
}

static void test_openai__a_refused_parameter_is_found(void **state)
{
    static const char param[] = "{\"error\":{\"code\":\"unsupported_parameter\","
                                "\"param\":\"max_completion_tokens\",\"message\":\"temperature\"}}";
    static const char text[] = "{\"error\":{\"message\":\"response_format is not supported\"}}";
    (void) state;
    assert_int_equal(read_body(400, param, 0).fault, FAULT_parameter);
    assert_int_equal(read_body(400, param, 0).quirk, QUIRK_OLD_TOKEN_CAP);
    assert_int_equal(read_body(400, text, 0).quirk, QUIRK_JSON_OBJECT);
    assert_int_equal(read_body(400, text, QUIRK_JSON_OBJECT).quirk, QUIRK_PLAIN_TEXT);
    uint32_t both = QUIRK_JSON_OBJECT | QUIRK_PLAIN_TEXT;
    assert_int_equal(read_body(400, text, both).fault, FAULT_rejected);
    assert_int_equal(read_body(400, "{\"error\":\"bad\"}", 0).fault, FAULT_rejected);
    assert_int_equal(read_body(500, text, 0).fault, FAULT_server);
}

static void test_openai__unknown_provider(void **state)
{
    (void) state;
    assert_non_null(provider_named(S("openai")));
    assert_null(provider_named(S("nobody")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_openai__request_has_what_was_asked_and_no_sampling),
        cmocka_unit_test(test_openai__quirks_drop_exactly_their_parameter),
        cmocka_unit_test(test_openai__an_answer),
        cmocka_unit_test(test_openai__content_in_parts_and_no_usage),
        cmocka_unit_test(test_openai__what_is_not_an_answer),
        cmocka_unit_test(test_openai__error_code_decides_before_status),
        cmocka_unit_test(test_openai__an_error_can_hide_in_a_200),
        cmocka_unit_test(test_openai__a_refused_parameter_is_found),
        cmocka_unit_test(test_openai__unknown_provider),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

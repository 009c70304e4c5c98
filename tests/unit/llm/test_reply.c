/* Replies of a model: the whole text is the agreed object, or nothing is taken. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "core/llm/llm_internal.h"

#define EDIT "{\"target\":\"f\",\"new_source\":\"def f():\\n    pass\\n\"}"
#define CANDIDATE(edits)                                                             \
    "{\"strategy\":\"s\",\"summary\":\"t\",\"edits\":[" edits "],\"new_imports\":[\"import re\"]," \
    "\"assumptions\":[]}"
#define REPLY(candidates) "{\"candidates\":[" candidates "]}"
#define GOOD REPLY(CANDIDATE(EDIT))

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

static enum status read_text(const char *text, replacement_vec *ret)
{
    *ret = (replacement_vec){ 0 };
    return reply_read(str_from(text), arena, ret, NULL);
}

static void test_reply__members_arrive(void **state)
{
    replacement_vec all;
    (void) state;
    assert_int_equal(read_text(GOOD, &all), STATUS_OK);
    assert_int_equal(all.count, 1);
    assert_true(str_equal(all.items[0].target, S("f")));
    assert_true(str_equal(all.items[0].source, S("def f():\n    pass\n")));
    assert_int_equal(all.items[0].imports.count, 1);
    assert_int_equal(read_text("{\"candidates\":[]}", &all), STATUS_OK);
    assert_int_equal(all.count, 0);
}

static void test_reply__thinking_and_one_whole_fence_are_taken_off(void **state)
{
    static const char *const texts[] = { "<think>hm { } \n</think>\n" GOOD, "```json\n" GOOD "\n```",
                                         "```\n" GOOD "\n```\n",
                                         "<think></think>```json\n" GOOD "\n```", " \n" GOOD "\n" };
    replacement_vec all;
    (void) state;
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        if (read_text(texts[i], &all) != STATUS_OK)
            fail_msg("%s", texts[i]);
        assert_int_equal(all.count, 1);
    }
}

static void test_reply__anything_else_is_refused(void **state)
{
    static const char *const texts[] = {
        "", "Sure! " GOOD, GOOD " Done.", GOOD GOOD, "[" GOOD "]", "{}", "null",
        "```python\n" GOOD "\n```", "```json\n" GOOD "\n```\nand\n```\n", "```", "``````",
        "<think>" GOOD, "<think>a</think><think>b</think>" GOOD,
        "{\"candidates\":{}}", "{\"candidates\":[1]}", "{\"candidates\":[],\"more\":1}",
        "{\"candidates\":[],\"candidates\":[]}", REPLY(CANDIDATE("")), REPLY(CANDIDATE(EDIT "," EDIT)),
        REPLY(CANDIDATE("{\"target\":\"f\"}")), REPLY(CANDIDATE("{\"target\":7,\"new_source\":\"x\"}")),
        REPLY(CANDIDATE("{\"target\":\"f\",\"new_source\":\"a\\u0000b\"}")),
        REPLY(CANDIDATE("{\"target\":\"f\",\"new_source\":\"x\",\"path\":\"/etc\"}")),
        REPLY("{\"edits\":[" EDIT "]}"),
        "{\"candidates\":[" CANDIDATE(EDIT),
    };
    replacement_vec all;
    (void) state;
    for (size_t i = 0; i < ARRAY_LEN(texts); i++)
        if (read_text(texts[i], &all) == STATUS_OK)
            fail_msg("%s", texts[i]);
}

static void test_reply__sizes_are_bounded(void **state)
{
    struct buf many = { 0 }, large = { 0 };
    replacement_vec all;
    (void) state;
    buf_append(&many, S("{\"candidates\":["));
    for (int i = 0; i < 13; i++)
        buf_append(&many, i ? S("," CANDIDATE(EDIT)) : S(CANDIDATE(EDIT)));
    buf_append(&many, S("]}"));
    assert_int_not_equal(read_text(many.ptr, &all), STATUS_OK);
    buf_append(&large, S("{\"candidates\":[{\"strategy\":\"s\",\"summary\":\"t\",\"edits\":["
                         "{\"target\":\"f\",\"new_source\":\""));
    for (int i = 0; i < 70000; i++)
        buf_byte(&large, 'x');
    buf_append(&large, S("\"}],\"new_imports\":[],\"assumptions\":[]}]}"));
    assert_int_not_equal(read_text(large.ptr, &all), STATUS_OK);
    buf_free(&many);
    buf_free(&large);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reply__members_arrive),
        cmocka_unit_test(test_reply__thinking_and_one_whole_fence_are_taken_off),
        cmocka_unit_test(test_reply__anything_else_is_refused),
        cmocka_unit_test(test_reply__sizes_are_bounded),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

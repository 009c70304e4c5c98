/*
 * test_wrap.c — edits_render(): which lines are broken and how, and which are left alone.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "hasten/edit.h"

#define LONG_A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define LONG_B "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
#define LONG_C "cccccccccccccccccccccccccccccccccccccccc"

static struct arena *arena;

static int open_arena(void **state)
{
    (void) state;
    arena = arena_new(1 << 20);
    return 0;
}

static int close_arena(void **state)
{
    (void) state;
    arena_free(arena);
    return 0;
}

/* The edit replaces the only `@` of the source. */
static void expect(const char *source, const char *text, const char *expected)
{
    edit_vec edits = { 0 };
    uint32_t at = (uint32_t) str_find(str_from(source), S("@"));
    *VEC_PUSH(arena, &edits) = (struct edit){ at, at + 1, str_from(text) };
    assert_string_equal(arena_cstr(arena, edits_render(str_from(source), &edits, arena)), expected);
}

static void test_wrap__brackets_then_operators(void **state)
{
    (void) state;
    expect("if x not in @:\n    pass\n", "(" LONG_A " if " LONG_B " else c)",
           "if x not in (\n    " LONG_A " if " LONG_B " else c\n):\n    pass\n");
    expect("    y = f(@)[0]\n", LONG_A ", " LONG_B ", " LONG_C,
           "    y = f(\n        " LONG_A ",\n        " LONG_B ",\n        " LONG_C "\n    )[0]\n");
    expect("y = [@]\n", LONG_A " for a in " LONG_B " if " LONG_C " for c in ([(1, 2)])",
           "y = [\n    " LONG_A "\n    for a in " LONG_B "\n    if " LONG_C
           "\n    for c in ([(1, 2)])\n]\n");
}

static void test_wrap__conditions_get_brackets(void **state)
{
    (void) state;
    expect("while @:  # why\n    pass\n", LONG_A " and " LONG_B " or " LONG_C,
           "while (\n    " LONG_A " and " LONG_B "\n    or " LONG_C "\n):  # why\n    pass\n");
    expect("\treturn @\n", LONG_A " if " LONG_B " else " LONG_C,
           "\treturn (\n\t\t" LONG_A "\n\t\tif " LONG_B "\n\t\telse " LONG_C "\n\t)\n");
    expect("for x in @:\n    pass\n", LONG_A " if " LONG_B " else " LONG_C,
           "for x in (\n    " LONG_A "\n    if " LONG_B "\n    else " LONG_C "\n):\n    pass\n");
}

static void test_wrap__continuation_lines_and_line_ends(void **state)
{
    (void) state;
    expect("f(a,\r\n  @, d)\r\n", LONG_A ", " LONG_B ", (" LONG_C ")",
           "f(a,\r\n  " LONG_A ",\r\n  " LONG_B ",\r\n  (" LONG_C "),\r\n  d)\r\n");
}

static void test_wrap__brackets_of_several_lines(void **state)
{
    (void) state;
    expect("x = (@\n     + 1)\n", LONG_A " if " LONG_B " else (" LONG_C ")",
           "x = (" LONG_A " if " LONG_B " else (\n    " LONG_C "\n)\n     + 1)\n");
    expect("return (@\n        and d)\n", LONG_A " and " LONG_B " and " LONG_C,
           "return (" LONG_A "\n    and " LONG_B "\n    and " LONG_C "\n        and d)\n");
}

/* A newline inside any of these would be another program, or one that does not parse. */
static void test_wrap__left_alone(void **state)
{
    static const char *const same[][2] = {
        { "y = @\n", LONG_A " + " LONG_B " + " LONG_C },                          /* no brackets */
        { "y = @\n", "'(" LONG_A " or " LONG_B ", " LONG_C ")'" },                /* a text */
        { "y = f(@\n", "'''" LONG_A ", " LONG_B "\n" LONG_C ", d''', 4)" },       /* several lines */
        { "y = 1  # (@)\n", LONG_A ", " LONG_B ", " LONG_C },                     /* a comment */
        { "y = f(@)\n", "a, b" },                                                 /* short */
    };
    (void) state;
    for (size_t i = 0; i < ARRAY_LEN(same); i++) {
        str source = str_from(same[i][0]);
        size_t at = str_find(source, S("@"));
        str expected = arena_printf(arena, "%.*s%s%.*s", (int) at, source.ptr, same[i][1],
                                    (int) (source.len - at - 1), source.ptr + at + 1);
        expect(same[i][0], same[i][1], arena_cstr(arena, expected));
    }
    expect("y = f(@)\n", "\"it's " LONG_A " or " LONG_B ", \\\" " LONG_C "\", 1",
           "y = f(\n    \"it's " LONG_A " or " LONG_B ", \\\" " LONG_C "\",\n    1\n)\n");
    edit_vec edits = { 0 };
    const char *long_already = "y = f(" LONG_A ", " LONG_B ", " LONG_C ")\nx = 1\n";
    *VEC_PUSH(arena, &edits) =
        (struct edit){ (uint32_t) strlen(long_already) - 2, (uint32_t) strlen(long_already) - 1, S("2") };
    str result = edits_render(str_from(long_already), &edits, arena);
    assert_true(str_starts(result, str_from("y = f(" LONG_A ", " LONG_B ", " LONG_C ")\nx = 2")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wrap__brackets_then_operators),
        cmocka_unit_test(test_wrap__conditions_get_brackets),
        cmocka_unit_test(test_wrap__continuation_lines_and_line_ends),
        cmocka_unit_test(test_wrap__brackets_of_several_lines),
        cmocka_unit_test(test_wrap__left_alone),
    };
    return cmocka_run_group_tests_name("wrap", tests, open_arena, close_arena);
}

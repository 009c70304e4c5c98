/*
 * test_edit.c — edits and layout facts.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "hasten/edit.h"

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

static void assert_str(str got, const char *expected)
{
    assert_string_equal(arena_cstr(arena, got), expected);
}

static void push(edit_vec *edits, uint32_t start, uint32_t end, const char *text)
{
    *VEC_PUSH(arena, edits) = (struct edit){ start, end, str_from(text) };
}

static void test_edits__apply_out_of_order(void **state)
{
    (void) state;
    edit_vec e = { 0 };
    push(&e, 6, 11, "there");
    push(&e, 0, 5, "hi");
    push(&e, 11, 11, "!");
    assert_true(edits_sort(&e, 11));
    assert_str(edits_apply(S("hello world"), &e, arena), "hi there!");
}

static void test_edits__insertions_keep_their_order(void **state)
{
    (void) state;
    edit_vec e = { 0 };
    push(&e, 1, 2, "X");
    push(&e, 1, 1, "first ");
    push(&e, 1, 1, "second ");
    assert_true(edits_sort(&e, 3));
    assert_str(edits_apply(S("abc"), &e, arena), "afirst second Xc");
}

static void test_edits__no_edit_gives_the_source(void **state)
{
    (void) state;
    edit_vec e = { 0 };
    assert_true(edits_sort(&e, 3));
    assert_str(edits_apply(S("abc"), &e, arena), "abc");
    assert_str(edits_apply(S(""), &e, arena), "");
}

static void test_edits__overlap_is_refused(void **state)
{
    (void) state;
    edit_vec two = { 0 }, inside = { 0 }, outside = { 0 }, reversed = { 0 };
    push(&two, 0, 2, "");
    push(&two, 1, 3, "");
    assert_false(edits_sort(&two, 3));
    push(&inside, 0, 3, "");
    push(&inside, 1, 1, "x");
    assert_false(edits_sort(&inside, 3));
    push(&outside, 2, 4, "");
    assert_false(edits_sort(&outside, 3));
    push(&reversed, 2, 1, "");
    assert_false(edits_sort(&reversed, 3));
}

static void test_edits__disjoint(void **state)
{
    (void) state;
    edit_vec a = { 0 }, touching = { 0 }, crossing = { 0 }, within = { 0 };
    push(&a, 2, 5, "x");
    push(&touching, 5, 5, "y");
    push(&touching, 2, 2, "z");
    push(&touching, 5, 7, "w");
    assert_true(edits_disjoint(S("0123456789"), &a, &touching));
    push(&crossing, 4, 6, "y");
    assert_false(edits_disjoint(S("0123456789"), &a, &crossing));
    push(&within, 3, 3, "y");
    assert_false(edits_disjoint(S("0123456789"), &a, &within));
    assert_false(edits_disjoint(S("0123456789"), &within, &a));
    assert_true(edits_disjoint(S("0123456789"), &a, &a)); /* one wish of two rewrites */
}

static void test_edits__a_moved_line_is_written_by_one(void **state)
{
    (void) state;
    static const str source = S_INIT("if a:\n    b\nc\n");
    edit_vec moves = { 0 }, inside = { 0 }, in_front = { 0 }, behind = { 0 }, above = { 0 };
    push(&moves, 6, 6, "    "); /* the line of b */
    push(&inside, 10, 11, "x");
    push(&in_front, 6, 6, "    y\n");
    push(&behind, 12, 13, "z");
    push(&above, 3, 6, "q:\n");
    assert_false(edits_disjoint(source, &moves, &inside));
    assert_false(edits_disjoint(source, &inside, &moves));
    assert_false(edits_disjoint(source, &moves, &in_front));
    assert_true(edits_disjoint(source, &moves, &behind));
    assert_true(edits_disjoint(source, &moves, &above));
}

static void test_edits__merge_keeps_identical_edits_once(void **state)
{
    (void) state;
    edit_vec a = { 0 }, b = { 0 };
    push(&a, 0, 0, "import os\n");
    push(&b, 0, 0, "import os\n");
    push(&b, 3, 4, "y");
    edits_merge(&a, &b, arena);
    assert_int_equal(a.count, 2);
    assert_true(edits_sort(&a, 4));
    assert_str(edits_apply(S("abcd"), &a, arena), "import os\nabcy");
}

static void test_layout__of_an_ordinary_file(void **state)
{
    (void) state;
    struct layout l = layout_of(S("def f():\n    if x:\n        return 'a'\n"));
    assert_str(l.newline, "\n");
    assert_str(l.indent_unit, "    ");
    assert_int_equal(l.quote, '\'');
}

static void test_layout__crlf_tabs_two_spaces(void **state)
{
    (void) state;
    assert_str(layout_of(S("if x:\r\n\ty = \"a\"\r\n")).newline, "\r\n");
    assert_str(layout_of(S("if x:\r\n\ty = \"a\"\r\n")).indent_unit, "\t");
    assert_str(layout_of(S("if x:\n  y = 1\nif z:\n  y = 2\n")).indent_unit, "  ");
    assert_int_equal(layout_of(S("x = \"a\"\n")).quote, '"');
}

static void test_layout__text_in_strings_and_brackets_has_no_say(void **state)
{
    (void) state;
    str source = S("x = '''\n  a\n    b\n'''\ny = f(1,\n  2,\n   3)\n# it's\nif x:\n    y\n");
    assert_str(layout_of(source).indent_unit, "    ");
    assert_int_equal(layout_of(source).quote, '"');
}

static void test_layout__empty_and_broken_sources(void **state)
{
    (void) state;
    assert_str(layout_of(S("")).indent_unit, "    ");
    assert_str(layout_of(S("x = 'never closed\n")).newline, "\n");
    assert_str(layout_of(S("'''")).newline, "\n");
    assert_str(layout_of(S("'\\")).newline, "\n");
}

static void test_layout__lines(void **state)
{
    (void) state;
    str source = S("a\n\t bc\nd");
    assert_str(layout_indent_at(source, 5), "\t ");
    assert_int_equal(layout_line_start(source, 5), 2);
    assert_int_equal(layout_line_end(source, 5), 7);
    assert_int_equal(layout_line_end(source, 7), 8);
    assert_int_equal(layout_line_start(source, 99), 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_edits__apply_out_of_order),
        cmocka_unit_test(test_edits__insertions_keep_their_order),
        cmocka_unit_test(test_edits__no_edit_gives_the_source),
        cmocka_unit_test(test_edits__overlap_is_refused),
        cmocka_unit_test(test_edits__disjoint),
        cmocka_unit_test(test_edits__a_moved_line_is_written_by_one),
        cmocka_unit_test(test_edits__merge_keeps_identical_edits_once),
        cmocka_unit_test(test_layout__of_an_ordinary_file),
        cmocka_unit_test(test_layout__crlf_tabs_two_spaces),
        cmocka_unit_test(test_layout__text_in_strings_and_brackets_has_no_say),
        cmocka_unit_test(test_layout__empty_and_broken_sources),
        cmocka_unit_test(test_layout__lines),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}

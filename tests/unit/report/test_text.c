/* Answers for a terminal: nothing from outside reaches it as a control sequence. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "hasten/report.h"

static void print(const char *what, struct buf *out)
{
    struct job job = { .arena = arena_new(1 << 16) };
    struct unsupported *u = VEC_PUSH(job.arena, &job.findings.unsupported);
    *u = (struct unsupported){ str_from(what), 0 };
    report_optimize_text(&job, false, out);
    arena_free(job.arena);
}

static void test_text__control_characters_are_masked(void **state)
{
    (void) state;
    struct buf out = { 0 };
    print("a\033[31mb\x7F" "c\xC2\x9B" "31md\xC2\x80" "e", &out);
    assert_non_null(strstr(out.ptr, "a?[31mb?c?31md?e\n"));
    buf_free(&out);
}

static void test_text__other_characters_stay(void **state)
{
    (void) state;
    struct buf out = { 0 };
    print("\xC2\xA0\xC3\xA9\xE2\x82\xAC \t.", &out);
    assert_non_null(strstr(out.ptr, "\xC2\xA0\xC3\xA9\xE2\x82\xAC \t.\n"));
    buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text__control_characters_are_masked),
        cmocka_unit_test(test_text__other_characters_stay),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

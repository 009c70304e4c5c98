/*
 * test_diff.c — unified diffs: exact text of small ones, and what `git apply` makes of many.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "hasten/edit.h"

static struct arena *arena;
static char directory[] = "/tmp/hasten-diff-XXXXXX";

static int set_up(void **state)
{
    (void) state;
    arena = arena_new(64 << 20);
    return mkdtemp(directory) && chdir(directory) == 0 ? 0 : -1;
}

static int tear_down(void **state)
{
    (void) state;
    arena_free(arena);
    return chdir("/") == 0 ? rmdir(directory) : -1;
}

static void write_file(const char *path, str content)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(content.ptr ? content.ptr : "", 1, content.len, f), content.len);
    assert_int_equal(fclose(f), 0);
}

static str read_file(const char *path)
{
    FILE *f = fopen(path, "rb");
    if (!f)
        return S("<gone>");
    char *bytes = arena_alloc(arena, 1 << 20);
    size_t len = fread(bytes, 1, 1 << 20, f);
    (void) fclose(f);
    return (str){ bytes, len };
}

static void git_apply(const char *patch)
{
    pid_t pid = fork();
    if (pid == 0) {
        execlp("git", "git", "apply", "--whitespace=nowarn", patch, (char *) NULL);
        _exit(127);
    }
    int status = -1;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status, 0);
}

static void assert_round_trip(str before, str after, const char *name)
{
    write_file(name, before);
    write_file("patch", unified_diff(before, after, str_from(name), arena));
    git_apply("patch");
    str got = read_file(name);
    assert_int_equal(got.len, after.len);
    assert_memory_equal(got.ptr, after.ptr, after.len);
    assert_int_equal(unlink(name), 0);
    assert_int_equal(unlink("patch"), 0);
}

static void assert_diff(str before, str after, const char *expected)
{
    assert_string_equal(arena_cstr(arena, unified_diff(before, after, S("f.py"), arena)),
                        expected);
}

static void test_diff__equal_texts(void **state)
{
    (void) state;
    assert_diff(S("a\n"), S("a\n"), "");
    assert_diff(S(""), S(""), "");
}

static void test_diff__one_changed_line(void **state)
{
    (void) state;
    assert_diff(S("a\nb\nc\nd\ne\nf\ng\nh\n"), S("a\nb\nc\nd\nE\nf\ng\nh\n"),
                "--- a/f.py\n+++ b/f.py\n@@ -2,7 +2,7 @@\n b\n c\n d\n-e\n+E\n f\n g\n h\n");
}

static void test_diff__newline_at_the_end(void **state)
{
    (void) state;
    assert_diff(S("a"), S("a\n"),
                "--- a/f.py\n+++ b/f.py\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n");
}

static void test_diff__empty_sides(void **state)
{
    (void) state;
    assert_diff(S(""), S("a\n"), "--- a/f.py\n+++ b/f.py\n@@ -0,0 +1 @@\n+a\n");
    assert_diff(S("a\nb\n"), S(""), "--- a/f.py\n+++ b/f.py\n@@ -1,2 +0,0 @@\n-a\n-b\n");
}

static void test_diff__near_changes_share_a_hunk_far_ones_do_not(void **state)
{
    (void) state;
    assert_diff(S("1\n2\n3\n4\n5\n6\n7\n8\n"), S("x\n2\n3\n4\n5\n6\n7\ny\n"),
                "--- a/f.py\n+++ b/f.py\n@@ -1,8 +1,8 @@\n-1\n+x\n 2\n 3\n 4\n 5\n 6\n 7\n-8\n"
                "+y\n");
    assert_diff(S("1\n2\n3\n4\n5\n6\n7\n8\n9\n"), S("x\n2\n3\n4\n5\n6\n7\n8\ny\n"),
                "--- a/f.py\n+++ b/f.py\n@@ -1,4 +1,4 @@\n-1\n+x\n 2\n 3\n 4\n"
                "@@ -6,4 +6,4 @@\n 6\n 7\n 8\n-9\n+y\n");
}

static void test_diff__unusual_names(void **state)
{
    (void) state;
    str spaced = unified_diff(S("a\n"), S("b\n"), S("my file.py"), arena);
    assert_true(str_starts(spaced, S("--- a/my file.py\t\n")));
    str hostile = unified_diff(S("a\n"), S("b\n"), S("x\n\"y"), arena);
    assert_true(str_starts(hostile, S("--- \"a/x\\012\\\"y\"\n")));
    assert_round_trip(S("a\n"), S("b\n"), "my file.py");
    assert_round_trip(S("a\n"), S("b\n"), "quoted\"name.py");
}

static void test_diff__git_applies_it(void **state)
{
    (void) state;
    assert_round_trip(S("a\r\nb\r\nc"), S("a\r\nB\r\nc\r\n"), "f.py");
    assert_round_trip(S("x\n"), S("y\nx\nz"), "f.py");
    assert_round_trip(S("x"), S("y"), "f.py");
}

/* xorshift: the same texts in every run. */
static uint32_t next_random(uint32_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 17;
    *seed ^= *seed << 5;
    return *seed;
}

static str random_text(uint32_t *seed, uint32_t lines, uint32_t alphabet)
{
    struct buf out = { 0 };
    for (uint32_t i = 0; i < lines; i++)
        buf_printf(&out, "line %u\n", next_random(seed) % alphabet);
    if (out.len && next_random(seed) % 4 == 0)
        out.len--;
    str text = arena_str(arena, buf_str(&out));
    buf_free(&out);
    return text;
}

static void test_diff__git_applies_random_ones(void **state)
{
    (void) state;
    uint32_t seed = 20240611;
    for (int i = 0; i < 60; i++) {
        uint32_t alphabet = 2 + next_random(&seed) % 30;
        str before = random_text(&seed, 1 + next_random(&seed) % 60, alphabet);
        str after = random_text(&seed, 1 + next_random(&seed) % 60, alphabet);
        if (!str_equal(before, after))
            assert_round_trip(before, after, "f.py");
    }
}

static void test_diff__is_minimal(void **state)
{
    (void) state;
    str diff = unified_diff(S("a\nb\nc\na\nb\nb\na\n"), S("c\nb\na\nb\na\nc\n"), S("f"), arena);
    uint32_t changes = 0; /* the example of the paper: 5 edits */
    for (size_t at = str_find(diff, S("@@\n")); at < diff.len; at++)
        changes += diff.ptr[at - 1] == '\n' && (diff.ptr[at] == '-' || diff.ptr[at] == '+');
    assert_int_equal(changes, 5);
}

static void test_diff__unrelated_large_texts_stay_cheap(void **state)
{
    (void) state;
    uint32_t seed = 7;
    str before = random_text(&seed, 20000, 1000000), after = random_text(&seed, 20000, 1000000);
    uint64_t start = clock_ns();
    assert_true(unified_diff(before, after, S("f.py"), arena).len > before.len);
    assert_true(clock_ns() - start < 10ull * 1000 * 1000 * 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_diff__equal_texts),
        cmocka_unit_test(test_diff__one_changed_line),
        cmocka_unit_test(test_diff__newline_at_the_end),
        cmocka_unit_test(test_diff__empty_sides),
        cmocka_unit_test(test_diff__near_changes_share_a_hunk_far_ones_do_not),
        cmocka_unit_test(test_diff__unusual_names),
        cmocka_unit_test(test_diff__git_applies_it),
        cmocka_unit_test(test_diff__git_applies_random_ones),
        cmocka_unit_test(test_diff__is_minimal),
        cmocka_unit_test(test_diff__unrelated_large_texts_stay_cheap),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

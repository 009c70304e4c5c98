/*
 * test_catalogue.c — every file of the catalogue says all that it has to say, shapes match what
 * they are meant to match, and a file that is wrong is refused by name.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "hasten/idiom.h"

static struct arena *arena;

static int setup(void **state)
{
    (void) state;
    arena = arena_new(64u << 20);
    return 0;
}

static int teardown(void **state)
{
    (void) state;
    arena_free(arena);
    return 0;
}

/* One of these words keeps a hole from holding code whose evaluation could be noticed. */
static bool is_kept_plain(const struct idiom *idiom, str hole)
{
    static const char *const words[] = { "local", "dead", "simple", "fixed", "constant", "once", "inner", "itself", "steps" };

    for (size_t i = 0; i < idiom->condition_count; i++)
        for (size_t w = 0; w < ARRAY_LEN(words); w++)
            if (str_equal(idiom->conditions[i].hole, hole) &&
                str_starts(idiom->conditions[i].word, str_from(words[w])))
                return true;
    return false;
}

static bool is_own_variable(const struct idiom *idiom, str hole)
{
    return idiom->is_expression && str_equal(hole, S("K")); /* of a comprehension */
}

static void test_catalogue__every_hole_is_plain(void **state)
{
    (void) state;
    assert_true(idiom_count() > 20);
    for (size_t i = 0; i < idiom_count(); i++) {
        const struct idiom *idiom = idiom_at(i);
        assert_true(idiom->summary.len && idiom->model.len && idiom->speedup > 1);
        for (size_t h = 0; h < idiom->hole_count; h++)
            if (!is_kept_plain(idiom, idiom->holes[h]) && !is_own_variable(idiom, idiom->holes[h]))
                fail_msg("%.*s: hole %.*s may hold anything", STR_ARG(idiom->name),
                         STR_ARG(idiom->holes[h]));
    }
    assert_null(idiom_at(idiom_count()));
}

static void test_catalogue__answers_parse(void **state)
{
    (void) state;
    for (size_t i = 0; i < idiom_count(); i++) {
        struct py_module *module;
        struct error err;
        if (py_parse(idiom_at(i)->answer, arena, &module, &err) != STATUS_OK)
            fail_msg("%.*s: %s", STR_ARG(idiom_at(i)->name), err.detail);
    }
}

static void test_catalogue__wrong_files_are_refused(void **state)
{
    static const char *const files[] = {
        "summary: no shape\npattern: builtin\nanswer:\n    pass\n",
        "pattern: no_such_pattern\n",
        "pattern: builtin\nmatch:\n    for X in:\nanswer:\n    pass\n",
        "pattern: builtin\nmatch:\n    X = X\nwhere:\n    X wonderful\nanswer:\n    pass\n",
        "pattern: builtin\nmatch:\n    X = X\nanswer: \n",
        "nonsense\n",
    };
    (void) state;
    for (size_t i = 0; i < ARRAY_LEN(files); i++) {
        struct idiom idiom;
        assert_int_not_equal(idiom_parse(S("wrong"), str_from(files[i]), arena, &idiom, NULL), STATUS_OK);
    }
}

/* ---- shapes ------------------------------------------------------------------------- */

static const char sum_file[] = "pattern: builtin\nsummary: s\nmatch:\n    for X in range(N):\n"
                               "        if X < N:\n            S += X\nanswer:\n    pass\n";

static bool shape_fits(const char *file, const char *source)
{
    struct idiom idiom;
    struct py_module *module;
    struct idiom_match match;

    assert_int_equal(idiom_parse(S("t"), str_from(file), arena, &idiom, NULL), STATUS_OK);
    assert_int_equal(py_parse(str_from(source), arena, &module, NULL), STATUS_OK);
    return idiom_matches(&idiom, module, py_first(py_tree(module), 0), false, &match);
}

static void test_shape__other_ways_to_write_it(void **state)
{
    (void) state;
    assert_true(shape_fits(sum_file, "for a in range(n):\n    if a < n:\n        s += a\n"));
    assert_true(shape_fits(sum_file, "for a in range(0, n):\n    if n > a:\n        s = a + s\n"));
    assert_true(shape_fits(sum_file, "for a in range(f(1)):\n    if a < f(1):\n        s = s + a\n"));
}

static void test_shape__what_differs(void **state)
{
    (void) state;
    assert_false(shape_fits(sum_file, "for a in range(n):\n    if a < m:\n        s += a\n"));
    assert_false(shape_fits(sum_file, "for a in range(n):\n    if a <= n:\n        s += a\n"));
    assert_false(shape_fits(sum_file, "for a in range(1, n):\n    if a < n:\n        s += a\n"));
    assert_false(shape_fits(sum_file, "for a in range(n):\n    if a < n:\n        s -= a\n"));
    assert_false(shape_fits(sum_file, "for a in range(n):\n    if a < n:\n        s += a\n    else:\n        b\n"));
    assert_false(shape_fits(sum_file, "for a in range(n):\n    if a < n:\n        s += a\nelse:\n    b\n"));
    assert_false(shape_fits(sum_file, "for a in range(n):\n    if a < n:\n        s += a\n        b\n"));
    assert_false(shape_fits(sum_file, "for a.b in range(n):\n    if a.b < n:\n        s += a.b\n"));
    assert_false(shape_fits(sum_file, "for a in range(n):\n    if a < n:\n        s = s + a + 1\n"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_catalogue__every_hole_is_plain, setup, teardown),
        cmocka_unit_test_setup_teardown(test_catalogue__answers_parse, setup, teardown),
        cmocka_unit_test_setup_teardown(test_catalogue__wrong_files_are_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(test_shape__other_ways_to_write_it, setup, teardown),
        cmocka_unit_test_setup_teardown(test_shape__what_differs, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * test_transform.c — the stage itself: selection, order, rungs, composition.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "hasten/python.h"
#include "hasten/transform.h"

static const char program[] =
    "def fib(n):\n"
    "    return n if n < 2 else fib(n - 1) + fib(n - 2)\n"
    "\n"
    "\n"
    "def lost(n):\n"
    "    try:\n"
    "        return lost(n - 1) + lost(n - 2)\n"
    "    finally:\n"
    "        pass\n"
    "\n"
    "\n"
    "def count(rows, banned):\n"
    "    hits = 0\n"
    "    for row in rows:\n"
    "        if row in banned:\n"
    "            hits += 1\n"
    "    return hits\n"
    "\n"
    "\n"
    "def pick(rows, banned):\n"
    "    for row in rows:\n"
    "        print(row in banned)\n";

static struct arena *arena;
static struct job job;

static int set_up(void **state)
{
    (void) state;
    arena = arena_new(64u << 20);
    job = (struct job){ .arena = arena, .request.code = str_from(program) };
    return py_parse(job.request.code, arena, &job.module, NULL) == STATUS_OK ? 0 : -1;
}

static int tear_down(void **state)
{
    (void) state;
    arena_free(arena);
    return 0;
}

static uint32_t node_at(uint32_t line, enum py_kind kind)
{
    const struct py_tree *t = py_tree(job.module);
    for (uint32_t n = 1; n < t->count; n++)
        if (py_line(t, n) == line && t->nodes[n].kind == kind)
            return n;
    fail_msg("no %s in line %u", py_kind_name(kind), line);
    return 0;
}

static struct finding *find(enum pattern pattern, uint32_t line, enum py_kind kind, double gain)
{
    struct finding *f = VEC_PUSH(arena, &job.findings.opportunities);
    *f = (struct finding){ .id = job.findings.opportunities.count - 1, .pattern = pattern,
                           .node = node_at(line, kind), .line = line, .end_line = line,
                           .function = S("f"), .benefit.speedup = gain };
    return f;
}

static struct finding *find_membership(uint32_t line, double gain)
{
    struct finding *f = find(PATTERN_set_membership, line, PY_For, gain);
    f->anchors[0] = node_at(line + 1, PY_Compare);
    f->anchors[1] = py_child(py_tree(job.module), f->anchors[0], PY_F_comparators);
    return f;
}

static void require(struct finding *f, const char *name, bool holds, enum certainty needs)
{
    *VEC_PUSH(arena, &f->conditions) =
        (struct condition){ .name = str_from(name), .holds = holds, .needs = needs };
}

static void apply(void)
{
    struct error err;
    assert_int_equal(transform_apply(&job, &err), STATUS_OK);
}

static void test_transform__best_gain_first_refused_last(void **state)
{
    (void) state;
    find(PATTERN_memoize, 5, PY_FunctionDef, 900);
    find_membership(14, 10);
    find(PATTERN_memoize, 1, PY_FunctionDef, 50);
    apply();
    assert_int_equal(job.candidates.count, 3);
    assert_int_equal(job.candidates.items[0].finding, 2);
    assert_int_equal(job.candidates.items[1].finding, 1);
    assert_int_equal(job.candidates.items[2].finding, 0);
    assert_int_equal(job.candidates.items[2].edits.count, 0);
    for (uint32_t i = 0; i < job.candidates.count; i++)
        assert_int_equal(job.candidates.items[i].id, i);
    assert_int_equal(job.verdicts.count, 1);
    assert_int_equal(job.verdicts.items[0].candidate, 2);
    assert_int_equal(job.verdicts.items[0].failed, GATE_STATIC);
    assert_true(job.verdicts.items[0].reason.len > 0);
}

static void test_transform__strategies_that_name_patterns_select(void **state)
{
    (void) state;
    find(PATTERN_memoize, 1, PY_FunctionDef, 50);
    find_membership(14, 10);
    str names[] = { S("set_membership") };
    job.request.strategies = (struct str_list){ names, 1 };
    apply();
    assert_int_equal(job.candidates.count, 1);
    assert_int_equal(job.candidates.items[0].finding, 1);
}

static void test_transform__goals_that_name_no_pattern_select_nothing_away(void **state)
{
    (void) state;
    find(PATTERN_memoize, 1, PY_FunctionDef, 50);
    str names[] = { S("speed") };
    job.request.goals = (struct str_list){ names, 1 };
    apply();
    assert_int_equal(job.candidates.count, 1);
}

static enum rung rung_with(const char *name, bool holds, enum certainty needs)
{
    require(find(PATTERN_memoize, 1, PY_FunctionDef, 50), name, holds, needs);
    apply();
    return job.candidates.items[0].best_rung;
}

static void test_transform__emitted_guards_give_guarded(void **state)
{
    (void) state;
    assert_int_equal(rung_with("hashable_key", false, CERTAINTY_NEEDS_GUARD), RUNG_GUARDED);
}

static void test_transform__an_open_condition_gives_tested(void **state)
{
    (void) state;
    assert_int_equal(rung_with("pure", false, CERTAINTY_NEEDS_GUARD), RUNG_TESTED);
}

static void test_transform__conditions_are_told_once(void **state)
{
    (void) state;
    struct finding *f = find(PATTERN_memoize, 1, PY_FunctionDef, 50);
    require(f, "pure", true, CERTAINTY_PROVED);
    require(f, "hashable_key", false, CERTAINTY_NEEDS_GUARD);
    apply();
    const struct candidate *c = &job.candidates.items[0];
    uint32_t keys = 0, pure = 0;
    for (uint32_t i = 0; i < c->conditions.count; i++) {
        keys += str_equal(c->conditions.items[i].name, S("hashable_key"));
        pure += str_equal(c->conditions.items[i].name, S("pure"));
    }
    assert_int_equal(keys, 1);
    assert_int_equal(pure, 1);
    assert_int_equal(f->conditions.count, 2); /* the finding itself stays as it was */
}

static void test_transform__candidates_compose_and_share_their_helper(void **state)
{
    (void) state;
    find(PATTERN_memoize, 1, PY_FunctionDef, 50);
    find_membership(14, 10);
    find_membership(21, 9);
    apply();
    edit_vec all = { 0 };
    for (uint32_t i = 0; i < 3; i++) {
        assert_true(edits_disjoint(job.request.code, &all, &job.candidates.items[i].edits));
        edits_merge(&all, &job.candidates.items[i].edits, arena);
    }
    assert_true(edits_sort(&all, job.request.code.len));
    str text = edits_apply(job.request.code, &all, arena);
    size_t first = str_find(text, S("def _hashed("));
    assert_int_not_equal(first, SIZE_MAX);
    assert_int_equal(str_find(str_slice(text, first + 1, text.len), S("def _hashed(")), SIZE_MAX);
    struct py_module *module;
    assert_int_equal(py_parse(text, arena, &module, NULL), STATUS_OK);
}

static void test_transform__entry_points(void **state)
{
    (void) state;
    find_membership(14, 10);
    apply();
    assert_int_equal(job.candidates.items[0].entry_points.count, 1);
    assert_true(str_equal(job.candidates.items[0].entry_points.items[0], S("count")));
}

static void test_transform__a_module_that_was_not_analysed(void **state)
{
    (void) state;
    struct job empty = { .arena = arena };
    assert_int_equal(transform_apply(&empty, NULL), STATUS_INTERNAL);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_transform__best_gain_first_refused_last),
        TEST(test_transform__strategies_that_name_patterns_select),
        TEST(test_transform__goals_that_name_no_pattern_select_nothing_away),
        TEST(test_transform__emitted_guards_give_guarded),
        TEST(test_transform__an_open_condition_gives_tested),
        TEST(test_transform__conditions_are_told_once),
        TEST(test_transform__candidates_compose_and_share_their_helper),
        TEST(test_transform__entry_points),
        TEST(test_transform__a_module_that_was_not_analysed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

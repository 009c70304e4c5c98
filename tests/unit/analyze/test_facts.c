/*
 * Facts about small programs: types and effects by context, privatisation, reductions, invariance.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "hasten/facts.h"

struct program {
    struct arena *arena;
    struct py_module *module;
    const struct py_tree *tree;
    struct py_facts *facts;
};

static struct program program_open(const char *source)
{
    struct program p = { .arena = arena_new(64u << 20) };
    struct error err = { 0 };

    assert_int_equal(py_parse(str_from(source), p.arena, &p.module, &err), STATUS_OK);
    p.tree = py_tree(p.module);
    p.facts = py_facts_new(p.module, p.arena);
    return p;
}

static uint32_t find(const struct program *p, enum py_kind kind)
{
    for (uint32_t i = 1; i < p->tree->count; i++)
        if (p->tree->nodes[i].kind == kind)
            return i;
    fail();
    return 0;
}

static bool has_name(const struct program *p, const py_name_vec *names, const char *name)
{
    for (uint32_t i = 0; i < names->count; i++)
        if (str_equal(p->tree->names[names->items[i]], str_from(name)))
            return true;
    return false;
}

static void test_facts__result_type_depends_on_context(void **state)
{
    struct program p = program_open("def fib(n):\n    if n < 2:\n        return n\n"
                                    "    return fib(n - 1) + fib(n - 2)\n");
    const struct py_type integer = { .is = PY_T_INT };
    uint32_t def = find(&p, PY_FunctionDef);
    const struct py_outcome *closed = py_call(p.facts, def, &integer, 1);

    (void) state;
    assert_true(py_type_within(closed->type, PY_T_INT));
    assert_int_equal(closed->effects.kinds, 0);
    assert_true(closed->fresh);
    assert_non_null(py_first_soft(&py_function(p.facts, def)->effects));
    assert_null(py_first_hard(&py_function(p.facts, def)->effects));
    assert_true(py_is_recursive(p.facts, def));
    arena_free(p.arena);
}

static void test_facts__mutation_names_its_parameter(void **state)
{
    struct program p = program_open("def put(a, b):\n    c = b\n    c.extend([a])\n"
                                    "def make(x):\n    out = []\n    out.append(x)\n    return out\n");
    const struct py_type list = { PY_T_LIST, PY_T_INT, 0, 0 };
    const struct py_type types[] = { { .is = PY_T_INT }, list };
    uint32_t put = find(&p, PY_FunctionDef), make = py_next(p.tree, 0, put);
    const struct py_effect *e = py_effect_find(&py_call(p.facts, put, types, 2)->effects,
                                               PY_EFFECT_MUTATES_PARAMETER);

    (void) state;
    assert_non_null(e);
    assert_int_equal(e->parameter, 1);
    assert_int_equal(e->line, 3);
    assert_int_equal(py_function(p.facts, make)->effects.kinds, 0);
    assert_false(py_function(p.facts, make)->fresh); /* holds x */
    arena_free(p.arena);
}

static void test_facts__stored_types_reach_every_alias(void **state)
{
    struct program p = program_open("def f(obj):\n    xs = [1]\n    ys = xs\n    ys.append(obj)\n"
                                    "    return xs[0]\n");

    (void) state;
    assert_true(py_function(p.facts, find(&p, PY_FunctionDef))->type.is & PY_T_OBJECT);
    arena_free(p.arena);
}

static void test_facts__shadowed_builtin_is_not_trusted(void **state)
{
    struct program p = program_open("def len(x):\n    print(x)\n    return x\n"
                                    "def f():\n    return len(3)\n");
    uint32_t f = py_next(p.tree, 0, find(&p, PY_FunctionDef));

    (void) state;
    assert_non_null(py_effect_find(&py_function(p.facts, f)->effects, PY_EFFECT_IO));
    arena_free(p.arena);
}

static void test_loops__private_live_out_and_reduction(void **state)
{
    struct program p = program_open("def f(n):\n    s = 0\n    for i in range(n):\n"
                                    "        t = i * i\n        last = t\n        s += t\n"
                                    "    return s, last\n");
    const struct py_loop *l = py_loop_at(p.facts, find(&p, PY_For));

    (void) state;
    assert_non_null(l);
    assert_true(has_name(&p, &l->private_names, "t"));
    assert_true(has_name(&p, &l->private_names, "i"));
    assert_true(has_name(&p, &l->live_out, "last"));
    assert_int_equal(l->reductions.count, 1);
    assert_string_equal(l->reductions.items[0].form, "+");
    assert_true(l->reductions.items[0].exact);
    arena_free(p.arena);
}

static void test_loops__use_before_assignment_is_not_private(void **state)
{
    struct program p = program_open("def f(n):\n    x = 1\n    for i in range(n):\n"
                                    "        if i % 2:\n            x = i\n        print(x)\n");
    const struct py_loop *l = py_loop_at(p.facts, find(&p, PY_For));

    (void) state;
    assert_false(has_name(&p, &l->private_names, "x"));
    assert_true(has_name(&p, &l->exposed, "x"));
    arena_free(p.arena);
}

static void test_loops__invariance_sees_aliases(void **state)
{
    struct program p = program_open("def f(n):\n    xs = [1]\n    ys = xs\n    zs = [2]\n"
                                    "    for i in range(n):\n        ys.append(i)\n"
                                    "        print(xs, zs)\n");
    const struct py_loop *l = py_loop_at(p.facts, find(&p, PY_For));
    uint32_t call = 0, xs, zs;

    (void) state;
    for (uint32_t i = l->node; i < p.tree->nodes[l->node].extent; i++)
        if (p.tree->nodes[i].kind == PY_Call && py_count_in(p.tree, i, PY_F_args) == 2)
            call = i;
    xs = py_child(p.tree, call, PY_F_args);
    zs = py_next_in(p.tree, call, xs);
    assert_false(py_loop_invariant(p.facts, l, xs));
    assert_true(py_loop_invariant(p.facts, l, zs));
    arena_free(p.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_facts__result_type_depends_on_context),
        cmocka_unit_test(test_facts__mutation_names_its_parameter),
        cmocka_unit_test(test_facts__stored_types_reach_every_alias),
        cmocka_unit_test(test_facts__shadowed_builtin_is_not_trusted),
        cmocka_unit_test(test_loops__private_live_out_and_reduction),
        cmocka_unit_test(test_loops__use_before_assignment_is_not_private),
        cmocka_unit_test(test_loops__invariance_sees_aliases),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

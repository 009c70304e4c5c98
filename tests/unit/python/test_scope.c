/* test_scope.c — scopes and bindings that the comparison with symtable cannot show: what a
 * name finally means, and what may be taken for a builtin. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "hasten/python.h"

static struct arena *arena;
static struct py_module *module;

static void parse(const char *source)
{
    assert_int_equal(py_parse(str_from(source), arena, &module, NULL), STATUS_OK);
}

/* The last Name, arg or definition with this identifier. */
static uint32_t last(const char *name)
{
    const struct py_tree *tree = py_tree(module);

    for (uint32_t n = tree->count; n-- > 0;) {
        if (str_equal(py_name(tree, n), str_from(name)) && tree->nodes[n].kind != PY_Attribute)
            return n;
    }
    fail_msg("no %s", name);
    return 0;
}

static enum py_scope_kind bound_in(const char *name)
{
    uint32_t symbol = py_binding(module, last(name));

    assert_int_not_equal(symbol, UINT32_MAX);
    return py_scopes(module)->scopes[py_scopes(module)->symbols[symbol].scope].kind;
}

static void test_scope__class_names_are_invisible_inside(void **state)
{
    (void) state;
    parse("x = 1\nclass C:\n    x = 2\n    def f(self): return x\n");
    assert_int_equal(bound_in("x"), PY_SCOPE_MODULE);
}

static void test_scope__lambda_in_default_leaves_the_function_alone(void **state)
{
    (void) state;
    parse("def f(o=lambda y: y):\n    return lambda: o\n");
    assert_int_equal(bound_in("o"), PY_SCOPE_FUNCTION);
}

static void test_scope__walrus_binds_outside_the_comprehension(void **state)
{
    (void) state;
    parse("def f(a):\n    [t := i for i in a]\n    return t\n");
    assert_int_equal(bound_in("t"), PY_SCOPE_FUNCTION);
}

static void test_scope__private_names_are_mangled(void **state)
{
    uint32_t symbol;

    (void) state;
    parse("class _C:\n    def f(self, __x): return __x\n");
    symbol = py_binding(module, last("__x"));
    assert_true(str_equal(py_tree(module)->names[py_scopes(module)->symbols[symbol].name],
                          S("_C__x")));
}

static void test_scope__builtins(void **state)
{
    (void) state;
    parse("def f(x): return len(x)\n");
    assert_true(py_is_builtin(module, last("len"), S("len")));
    parse("def f(x): return len(x)\ndef g():\n    global len\n    len = 1\n"
          "def h(x): return len(x)\n");
    assert_false(py_is_builtin(module, last("len"), S("len")));
    parse("from m import *\nlen(x)\n");
    assert_false(py_is_builtin(module, last("len"), S("len")));
    parse("exec(s)\nlen(x)\n");
    assert_false(py_is_builtin(module, last("len"), S("len")));
}

static void test_scope__generators_and_coroutines(void **state)
{
    const struct py_scopes *scopes;

    (void) state;
    parse("async def f():\n    yield 1\ndef g(): return lambda: (yield)\n");
    scopes = py_scopes(module);
    assert_true(scopes->scopes[1].generator && scopes->scopes[1].coroutine);
    assert_false(scopes->scopes[2].generator);
    assert_true(scopes->scopes[3].generator);
}

static int set_up(void **state)
{
    (void) state;
    arena = arena_new((size_t) 1 << 26);
    return 0;
}

static int tear_down(void **state)
{
    (void) state;
    arena_free(arena);
    return 0;
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CASE(test_scope__class_names_are_invisible_inside),
        CASE(test_scope__lambda_in_default_leaves_the_function_alone),
        CASE(test_scope__walrus_binds_outside_the_comprehension),
        CASE(test_scope__private_names_are_mangled),
        CASE(test_scope__builtins),
        CASE(test_scope__generators_and_coroutines),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * Flow-sensitive types: what a variable holds at one place, through branches, loops, exceptions
 * and code that runs later. Each program marks the place by assigning the variable to `here`.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "hasten/facts.h"

/* The type of e in the only `here = e`. */
static const char *type_here(struct arena *arena, const char *source)
{
    struct py_module *module;
    const struct py_tree *tree;
    struct py_facts *facts;

    assert_int_equal(py_parse(str_from(source), arena, &module, NULL), STATUS_OK);
    tree = py_tree(module);
    facts = py_facts_new(module, arena);
    for (uint32_t i = 1; i < tree->count; i++)
        if (tree->nodes[i].kind == PY_Assign &&
            str_equal(py_name(tree, py_child(tree, i, PY_F_targets)), S("here")))
            return arena_cstr(
                arena, py_type_text(py_type_of(facts, py_child(tree, i, PY_F_value)), arena));
    fail();
    return NULL;
}

static const struct {
    const char *source, *type;
} places[] = {
    { "def f():\n x = None\n x = 3\n here = x\n", "int" },
    { "def f(c):\n x = None\n if c:\n  x = 3\n here = x\n", "None | int" },
    { "def f(c):\n x = 1 if c else None\n if x is None:\n  return\n here = x\n", "int" },
    { "def f(c):\n x = 1 if c else None\n if not (x is not None and c):\n  x = 'a'\n here = "
      "x\n",
      "int | str" },
    { "def f(c):\n x = 1 if c else None\n here = x or ''\n", "int | str" },
    { "def f(c):\n x = 1 if c else None\n here = x is not None and x\n", "bool | int" },
    /* bool passes isinstance(x, int), and so does every subclass */
    { "def f(x):\n if isinstance(x, int):\n  here = x\n", "bool | int | object" },
    { "def f(x):\n if type(x) is int:\n  here = x\n", "int" },
    { "def f(c):\n x = True if c else 'a'\n if isinstance(x, int):\n  return\n here = x\n",
      "str" },
    { "def isinstance(x, y):\n return True\ndef f(c):\n x = 1 if c else 'a'\n"
      " if isinstance(x, int):\n  here = x\n",
      "int | str" },
    /* loops: what flows back counts at the head and after the loop, not before it */
    { "def f(n):\n x = None\n for i in range(n):\n  here = x\n  x = i\n", "None | int" },
    { "def f(n):\n x = None\n for i in range(n):\n  x = i\n  here = x\n", "int" },
    { "def f(n):\n x = ''\n while True:\n  x = 1\n  if n:\n   break\n  x = 2.0\n here = x\n",
      "int" },
    { "def f(n):\n x = ''\n for i in n:\n  x = 1\n  continue\n here = x\n", "int | str" },
    { "def f(n):\n x = 0\n for i in n:\n  for j in n:\n   here = x\n  x = 'a'\n", "int | str" },
    { "def f(n):\n x = 0\n for i in n:\n  break\n else:\n  x = 'a'\n here = x\n", "int | str" },
    /* exceptions leave between any two assignments */
    { "def f(g):\n x = 0\n try:\n  x = 'a'\n  g()\n  x = 2.0\n except E:\n  here = x\n",
      "int | float | str" },
    { "def f(g):\n x = 0\n try:\n  g()\n except E:\n  x = 'a'\n here = x\n", "int | str" },
    { "def f(g):\n x = 0\n try:\n  x = 'a'\n finally:\n  here = x\n", "int | str" },
    { "def f(g):\n try:\n  x = 'a'\n  return x\n finally:\n  x = 1\n  here = x\n", "int" },
    { "def f(g):\n x = 0\n for i in g:\n  try:\n   x = 'a'\n   break\n  finally:\n   x = 2.0\n "
      "here = x\n",
      "int | float | str" },
    { "def f(g):\n x = 0\n try:\n  try:\n   x = 'a'\n   g()\n  finally:\n   x = 2.0\n except "
      "E:\n"
      "  here = x\n",
      "int | float | str" },
    { "def f(g):\n x = 0\n with g:\n  x = 'a'\n  g()\n  x = 2.0\n here = x\n",
      "int | float | str" },
    { "def f(g):\n x = 0\n with open(g):\n  x = 'a'\n here = x\n", "str" },
    /* code that runs later sees every assignment */
    { "def f():\n x = 1\n g = lambda: [here for here in [x]]\n x = 'a'\n here = g\n",
      "function" },
    { "def f():\n x = 1\n g = (x for i in [1])\n x = 'a'\n for y in g:\n  here = y\n",
      "int | str" },
    { "def f():\n x = 1\n def g():\n  nonlocal x\n  x = 'a'\n g()\n here = x\n", "anything" },
    { "def f(xs):\n y = 1\n z = [(y := 'a') for x in xs]\n here = y\n", "int | str" },
    { "def f(xs):\n y = 1\n z = ((y := 'a') for x in xs)\n y = 2\n list(z)\n here = y\n",
      "int | str" },
    { "x = 1\ndef f():\n global x\n x = 'a'\nf()\nhere = x\n", "anything" },
    { "here = list\nlist = 3\n", "anything" }, /* not bound yet: the builtin */
    { "class C:\n x = 1\n here = x\n", "int" },
    { "def f(c):\n x = 1\n if c:\n  x = 'a'\n  raise ValueError\n here = x\n", "int" },
    { "def f(x):\n x = 0\n match x:\n  case [x, y]:\n   pass\n here = x\n", "anything" },
};

static void test_flow__type_at_a_place(void **state)
{
    (void) state;
    for (size_t i = 0; i < ARRAY_LEN(places); i++) {
        struct arena *arena = arena_new(64u << 20);
        const char *type = type_here(arena, places[i].source);

        if (strcmp(type, places[i].type) != 0)
            print_error("%s", places[i].source);
        assert_string_equal(type, places[i].type);
        arena_free(arena);
    }
}

/* A variable that names an argument first and an own list later: only the first is changed. */
static void test_flow__origin_at_a_place(void **state)
{
    struct arena *arena = arena_new(64u << 20);
    const char *source = "def f(a):\n    x = a\n    x = []\n    x.append(1)\n    return x\n";
    struct py_module *module;
    struct py_facts *facts;

    (void) state;
    assert_int_equal(py_parse(str_from(source), arena, &module, NULL), STATUS_OK);
    facts = py_facts_new(module, arena);
    assert_int_equal(py_function(facts, py_child(py_tree(module), 0, PY_F_body))->effects.kinds,
                     0);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_flow__type_at_a_place),
        cmocka_unit_test(test_flow__origin_at_a_place),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

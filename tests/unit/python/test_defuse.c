/*
 * Reaching definitions: which line gave a variable the value that it has at `use(x)`. Each program
 * has one statement per line; the answer names the lines of the definitions, "?" for nobody knows
 * what else, "-" for a way that passes none.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "hasten/facts.h"

static void append_lines(const struct py_tree *t, struct py_reaching r, struct buf *out)
{
    for (uint32_t line = 1; line <= t->line_count; line++)
        for (uint32_t i = 0; i < r.definitions.count; i++)
            if (py_line(t, r.definitions.items[i]) == line) {
                buf_printf(out, "%s%u", out->len ? " " : "", line);
                break;
            }
    if (r.unbound)
        buf_printf(out, "%s-", out->len ? " " : "");
    if (r.elsewhere)
        buf_printf(out, "%s?", out->len ? " " : "");
}

/* The argument of the only call of `use`. */
static str reaching(const char *source, struct arena *arena)
{
    struct py_module *module;
    struct buf out = { 0 };
    str text;

    assert_int_equal(py_parse(str_from(source), arena, &module, NULL), STATUS_OK);
    const struct py_tree *t = py_tree(module);
    struct py_facts *facts = py_facts_new(module, arena);
    for (uint32_t i = 1; i < t->count; i++)
        if (t->nodes[i].kind == PY_Call && str_equal(py_name(t, py_child(t, i, PY_F_func)), S("use")))
            append_lines(t, py_reaching_definitions(facts, py_child(t, i, PY_F_args)), &out);
    text = arena_str(arena, buf_str(&out));
    buf_free(&out);
    return text;
}

static const struct {
    const char *source, *lines;
} cases[] = {
    /* straight lines, branches, loops */
    { "def f(c):\n x = 1\n x = 2\n use(x)\n", "3" },
    { "def f(x):\n use(x)\n", "1" },
    { "def f(c):\n if c:\n  x = 1\n use(x)\n", "3 -" },
    { "def f(c):\n if c:\n  x = 1\n else:\n  x = 2\n use(x)\n", "3 5" },
    { "def f(c):\n x = 1\n for i in c:\n  use(x)\n  x = i\n", "2 5" },
    { "def f(c):\n for i in c:\n  x = i\n  use(x)\n", "3" },
    { "def f(c):\n x = 0\n for i in c:\n  x = i\n use(x)\n", "2 4" },
    { "def f(c):\n for x in c:\n  pass\n use(x)\n", "2 -" },
    { "def f(c):\n x = 0\n while c:\n  x = 1\n  break\n else:\n  x = 2\n use(x)\n", "4 7" },
    { "def f(c):\n x = 1\n x += 2\n use(x)\n", "3" },
    { "def f(c):\n x = 1\n if c:\n  return\n  x = 2\n use(x)\n", "2 5" }, /* code that is never reached counts */
    { "def f(c):\n x = 1\n del x\n use(x)\n", "2" }, /* del ends nothing that we follow */
    /* exceptions: what a try assigned may or may not be there */
    { "def f(c):\n x = 1\n try:\n  x = 2\n  c()\n except E:\n  use(x)\n", "2 4" },
    { "def f(c):\n x = 1\n try:\n  x = c()\n finally:\n  use(x)\n", "2 4" },
    { "def f(c):\n try:\n  x = c()\n except E:\n  x = 0\n use(x)\n", "3 5" },
    { "def f(c):\n try:\n  c()\n except E as x:\n  use(x)\n", "4" },
    { "def f(c):\n x = 1\n with c as d:\n  x = 2\n use(x)\n", "2 4" },
    { "def f(c):\n with c as x:\n  use(x)\n", "2" },
    { "def f(c):\n match c:\n  case [x, 1]:\n   pass\n  case x:\n   pass\n use(x)\n", "3 5 -" },
    /* other binders */
    { "def f(c):\n import x\n use(x)\n", "2" },
    { "def f(c):\n def x():\n  pass\n use(x)\n", "2" },
    /* scopes */
    { "def f(c):\n x = 1\n def g():\n  use(x)\n x = 2\n return g\n", "2 5 -" },
    { "def f(c):\n x = 1\n def g():\n  nonlocal x\n  x = 2\n x = 3\n g()\n use(x)\n", "5 6" },
    { "def f(c):\n x = 1\n def g():\n  nonlocal x\n  import x\n x = 3\n use(x)\n", "5 6" },
    { "x = 1\ndef g():\n global x\n x = 2\nx = 3\nuse(x)\n", "4 5" },
    { "x = 1\ndef g():\n use(x)\n", "1 -" },
    { "def f(c):\n x = 1\n h = lambda: use(x)\n x = 2\n return h\n", "2 4 -" },
    { "class C:\n x = 1\n use(x)\n", "2 - ?" },
    { "def f(c):\n x = 1\n class C:\n  x = 2\n use(x)\n", "2" },
    { "def f(c):\n x = 1\n class C:\n  nonlocal x\n  if c:\n   x = 2\n use(x)\n", "2 6" },
    { "def f(c):\n x = 1\n y = [x for x in c]\n use(x)\n", "2" },
    { "def f(c):\n y = [use(x) for x in c]\n", "2 -" },
    { "def f(c):\n x = 1\n y = [(x := a) for a in c]\n use(x)\n", "2 3" },
    { "def f(c):\n x = 1\n y = sum((x := a) for a in c)\n use(x)\n", "2 3" },
    { "def f(c):\n x = 1\n if (x := c()) and use(x):\n  pass\n", "2 3" },
    /* an index among the targets is evaluated behind the targets before it */
    { "def f(c):\n x = 1\n x = c[use(x)] = 2\n", "2 3" },
    { "def f(c):\n x = 1\n c[0] = use(x)\n x = 2\n", "2" },
    /* dynamic */
    { "def f(c):\n x = 1\n exec(c)\n use(x)\n", "2 ?" },
    { "def f(c):\n x = 1\n locals()\n use(x)\n", "2 ?" },
    { "from m import *\nx = 1\nuse(x)\n", "2 ?" },
};

static void test_defuse__lines(void **state)
{
    (void) state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct arena *arena = arena_new((size_t) 64 << 20);
        str lines = reaching(cases[i].source, arena);

        if (!str_equal(lines, str_from(cases[i].lines)))
            fail_msg("%s: \"%.*s\" instead of \"%s\"", cases[i].source, STR_ARG(lines), cases[i].lines);
        arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_defuse__lines) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

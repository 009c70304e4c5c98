/* What differs between two texts of a module, and what has to be called because of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/verify/changes.h"

#define BASE                      \
    "import math\n"               \
    "LIMIT = 3\n"                 \
    "def _double(x):\n"           \
    "    return x * 2\n"          \
    "def f(x):\n"                 \
    "    return _double(x) + 1\n" \
    "def g(x):\n"                 \
    "    return x + LIMIT\n"      \
    "class Box:\n"                \
    "    size = 1\n"              \
    "    def get(self):\n"        \
    "        return self.size\n"  \
    "    def put(self, x):\n"     \
    "        self.size = x\n"

static const struct change_case {
    const char *name, *before, *after;
    const char *entries; /* separated by spaces, in order */
    bool module_code, refused;
} cases[] = {
    { "nothing", BASE, BASE, "", false, false },
    { "a comment between definitions", BASE, "# new\n" BASE, "", false, false },
    { "a function", "def f(x):\n    return x\n", "def f(x):\n    return +x\n", "f", false,
      false },
    { "an async function", "async def f(x):\n    return x\n",
      "async def f(x):\n    return +x\n", "f", false, false },
    { "a decorator", "def f(x):\n    return x\n", "@staticmethod\ndef f(x):\n    return x\n",
      "f", false, false },
    { "a method",
      "class C:\n    def m(self):\n        return 1\n    def n(self):\n        return 2\n",
      "class C:\n    def m(self):\n        return 1\n    def n(self):\n        return 1 + 1\n",
      "C.n", false, false },
    { "a class attribute", "class C:\n    a = 1\n    def m(self):\n        return 1\n",
      "class C:\n    a = 2\n    def m(self):\n        return 1\n", "C C.m", false, false },
    { "a base class", "class C:\n    def m(self):\n        return 1\n",
      "class C(list):\n    def m(self):\n        return 1\n", "C C.m", false, false },
    { "a private helper", "def _h(x):\n    return x\ndef f(x):\n    return _h(x)\n",
      "def _h(x):\n    return +x\ndef f(x):\n    return _h(x)\n", "_h", false, false },
    { "a renamed helper", "def _h(x):\n    return x\ndef f(x):\n    return _h(x)\n",
      "def _k(x):\n    return x\ndef f(x):\n    return _k(x)\n", "f", false, false },
    { "a helper that takes more",
      "def _h(x):\n    return x\ndef f(x):\n    return _h(x)\ndef g(x):\n    return f(x)\n",
      "def _h(x, y=1):\n    return x\ndef f(x):\n    return _h(x)\ndef g(x):\n    return "
      "f(x)\n",
      "f", false, false },
    { "helpers of helpers",
      "def _a(x):\n    return x\ndef _b(x):\n    return _a(x)\ndef f(x):\n    return _b(x)\n",
      "def _a(x, y):\n    return x\ndef _b(x, y):\n    return _a(x, y)\ndef f(x):\n    return "
      "_b(x, 0)\n",
      "f", false, false },
    { "a public function is gone", "def f(x):\n    return x\ndef g(x):\n    return x\n",
      "def f(x):\n    return x\n", "", false, true },
    { "a public method is gone", "class C:\n    def m(self):\n        return 1\n",
      "class C:\n    pass\n", "C", false, true },
    { "another parameter", "def f(x):\n    return x\n", "def f(x, y=0):\n    return x\n", "",
      false, true },
    { "another default", "def f(x=1):\n    return x\n", "def f(x=2):\n    return x\n", "",
      false, true },
    { "a hook of the module", "def f(x):\n    return x\n",
      "def f(x):\n    return x\ndef __getattr__(name):\n    return 1\n", "", false, true },
    { "a hook of a class", "class C:\n    def m(self):\n        return 1\n",
      "class C:\n    def m(self):\n        return 1\n    def __eq__(self, other):\n        "
      "return True\n",
      "", false, true },
    { "a constant", BASE, "import math\nLIMIT = 4\n" /* and the rest is gone */, "", true,
      true },
    { "a constant that a function uses",
      "LIMIT = 3\ndef f(x):\n    return x + LIMIT\ndef g(x):\n    return x\n",
      "LIMIT = 4\ndef f(x):\n    return x + LIMIT\ndef g(x):\n    return x\n", "f", true,
      false },
    { "an import", "def f(x):\n    return x\n", "import math\ndef f(x):\n    return x\n", "",
      true, false },
    { "a star import", "def f(x):\n    return x\n",
      "from math import *\ndef f(x):\n    return x\n", "f", true, false },
    { "a rebinding at the end", "def f(x):\n    return x\ndef g(x):\n    return x\n",
      "def f(x):\n    return x\ndef g(x):\n    return x\nf = g\n", "f", true, false },
    { "a statement that does more", "def f(x):\n    return x\ndef g(x):\n    return x\n",
      "def f(x):\n    return x\ndef g(x):\n    return x\nglobals()['f'] = g\n", "f g", true,
      false },
    { "an attribute of a class", "class C:\n    def m(self):\n        return 1\n",
      "class C:\n    def m(self):\n        return 1\nC.m = len\n", "C.m C", true, false },
    { "the script part", "def f(x):\n    return x\nif __name__ == '__main__':\n    f(1)\n",
      "def f(x):\n    return x\nif __name__ == '__main__':\n    f(2)\n", "", true, false },
    { "a dynamic write in a function", "def f(x):\n    return x\ndef g(x):\n    return x\n",
      "def f(x):\n    globals()['g'] = f\n    return x\ndef g(x):\n    return x\n", "f g",
      false, false },
    { "two definitions of one name", "def f(x):\n    return x\n",
      "def f(x):\n    return x\ndef f(x):\n    return +x\n", "f", false, false },
    { "the order of statements", "A = 1\nB = 2\ndef f(x):\n    return A\n",
      "B = 2\nA = 1\ndef f(x):\n    return A\n", "f", true, false },
};

static const struct py_tree *parse(const char *text, struct arena *arena)
{
    struct py_module *module;
    struct error err = { 0 };
    if (py_parse(str_from(text), arena, &module, &err))
        fail_msg("%s", err.detail);
    return py_tree(module);
}

static void test_changes__cases(void **state)
{
    (void) state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        const struct change_case *c = &cases[i];
        struct arena *arena = arena_new(64 << 20);
        struct changes changes;
        struct buf entries = { 0 };
        changes_between(parse(c->before, arena), parse(c->after, arena), arena, &changes);
        for (uint32_t k = 0; k < changes.entries.count; k++)
            buf_printf(&entries, "%s%.*s", k ? " " : "", STR_ARG(changes.entries.items[k]));
        if (!str_equal(buf_str(&entries), str_from(c->entries)))
            fail_msg("%s: entries \"%.*s\", not \"%s\"", c->name, STR_ARG(buf_str(&entries)),
                     c->entries);
        if (changes.module_code != c->module_code || (changes.refused.len > 0) != c->refused)
            fail_msg("%s: module code %d, refused \"%.*s\"", c->name, changes.module_code,
                     STR_ARG(changes.refused));
        buf_free(&entries);
        arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_changes__cases) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

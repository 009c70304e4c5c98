/*
 * test_tree.c — lowering, one construct at a time: kinds, fields, ranges, repairs, refusals.
 * The sweep in tests/frontend compares everything with CPython; here stands what must hold
 * without it, and what CPython cannot tell.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "hasten/python.h"

struct fixture {
    struct arena *arena;
    struct py_module *module;
    struct error error;
};

static int set_up(void **state)
{
    struct fixture *f = xcalloc(1, sizeof(*f));

    f->arena = arena_new((size_t) 1 << 30);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    arena_free(f->arena);
    free(f);
    return 0;
}

static const struct py_tree *parse(struct fixture *f, const char *source)
{
    assert_int_equal(py_parse(str_from(source), f->arena, &f->module, &f->error), STATUS_OK);
    return py_tree(f->module);
}

static void refuses(struct fixture *f, const char *source, enum status status, uint32_t line)
{
    assert_int_equal(py_parse(str_from(source), f->arena, &f->module, &f->error), status);
    assert_int_equal(f->error.line, line);
}

/* First node of the kind, in preorder. */
static uint32_t find(const struct py_tree *tree, enum py_kind kind)
{
    for (uint32_t n = 0; n < tree->count; n++) {
        if (tree->nodes[n].kind == kind)
            return n;
    }
    fail_msg("no %s", py_kind_name(kind));
    return 0;
}

static void assert_text(const struct py_tree *tree, uint32_t node, const char *expected)
{
    str text = py_text(tree, node);

    assert_int_equal(text.len, strlen(expected));
    assert_memory_equal(text.ptr, expected, text.len);
}

static void test_tree__xor_binds_looser_than_and(void **state)
{
    const struct py_tree *tree = parse(*state, "a ^ b & c\n");
    uint32_t top = find(tree, PY_BinOp);

    assert_int_equal(tree->nodes[top].op, PY_BITXOR);
    assert_text(tree, py_child(tree, top, PY_F_right), "b & c");
}

static void test_tree__await_binds_tighter_than_power(void **state)
{
    const struct py_tree *tree = parse(*state, "async def f():\n    await x ** y\n");

    assert_text(tree, find(tree, PY_Await), "await x");
}

static void test_tree__splat_takes_the_whole_expression(void **state)
{
    const struct py_tree *tree = parse(*state, "x = [*f(x).y, 1]\n");
    uint32_t starred = find(tree, PY_Starred);

    assert_text(tree, starred, "*f(x).y");
    assert_text(tree, py_child(tree, starred, PY_F_value), "f(x).y");
}

static void test_tree__type_call_is_no_alias(void **state)
{
    const struct py_tree *tree = parse(*state, "type(m).attr = v\n");
    uint32_t target = py_child(tree, find(tree, PY_Assign), PY_F_targets);

    assert_int_equal(tree->nodes[target].kind, PY_Attribute);
    assert_int_equal(tree->nodes[target].op, PY_STORE);
    assert_text(tree, find(tree, PY_Call), "type(m)");
}

static void test_tree__definition_starts_at_def(void **state)
{
    const struct py_tree *tree = parse(*state, "@d\ndef f(a, /, b=1, *, c=2):\n    pass;  # x\n");
    uint32_t def = find(tree, PY_FunctionDef);
    uint32_t arguments = py_child(tree, def, PY_F_args);

    assert_int_equal(py_line(tree, def), 2);
    assert_text(tree, py_child(tree, def, PY_F_decorator_list), "d");
    assert_int_equal(tree->source.ptr[tree->nodes[def].end - 1], ';');
    assert_int_equal(py_count_in(tree, arguments, PY_F_posonlyargs), 1);
    assert_int_equal(py_count_in(tree, arguments, PY_F_args), 1);
    assert_int_equal(py_count_in(tree, arguments, PY_F_kwonlyargs), 1);
}

static void test_tree__elif_is_a_nested_if(void **state)
{
    const struct py_tree *tree = parse(*state, "if a: b\nelif c: d\nelse: e\n");
    uint32_t nested = py_child(tree, find(tree, PY_If), PY_F_orelse);

    assert_int_equal(tree->nodes[nested].kind, PY_If);
    assert_text(tree, nested, "elif c: d\nelse: e");
}

static void test_tree__long_chains_do_not_recurse(void **state)
{
    struct fixture *f = *state;
    struct buf source = { 0 };

    buf_append(&source, S("x = a"));
    for (int i = 0; i < 100000; i++)
        buf_append(&source, S(" + a"));
    buf_append(&source, S("\ny = a"));
    for (int i = 0; i < 20000; i++)
        buf_append(&source, S(".b(c)"));
    buf_byte(&source, '\n');
    assert_int_equal(py_parse(buf_str(&source), f->arena, &f->module, NULL), STATUS_OK);
    buf_free(&source);
}

static void test_tree__refuses_deep_nesting(void **state)
{
    struct fixture *f = *state;
    struct buf source = { 0 };

    for (int i = 0; i < 5000; i++)
        buf_append(&source, S("not "));
    buf_append(&source, S("a\n"));
    assert_int_equal(py_parse(buf_str(&source), f->arena, &f->module, NULL),
                     STATUS_UNSUPPORTED_PYTHON);
    buf_free(&source);
}

static void test_tree__refuses_what_is_not_python_3_11(void **state)
{
    refuses(*state, "x = 1\nprint 'a'\n", STATUS_INVALID_PYTHON, 2);
    refuses(*state, "type X = int\n", STATUS_INVALID_PYTHON, 1);
    refuses(*state, "def f[T](x): pass\n", STATUS_INVALID_PYTHON, 1);
    refuses(*state, "try: pass\nexcept A, B: pass\n", STATUS_INVALID_PYTHON, 2);
    refuses(*state, "print >> f, x\n", STATUS_UNSUPPORTED_PYTHON, 1);
    refuses(*state, "x = 1\ny = (\n", STATUS_INVALID_PYTHON, 2);
}

static void test_tree__refuses_bytes_it_cannot_read(void **state)
{
    struct fixture *f = *state;

    refuses(f, "x = 1\ny = '\xff'\n", STATUS_INVALID_PYTHON, 2);
    refuses(f, "# coding: utf-7\nx = 1\n", STATUS_UNSUPPORTED_PYTHON, 1);
    assert_int_equal(py_parse((str){ "a\0b", 3 }, f->arena, &f->module, NULL),
                     STATUS_INVALID_PYTHON);
}

static void test_tree__layout_does_not_matter(void **state)
{
    static const char *const layouts[] = {
        "\357\273\277if a:\n    b(1, c)\n",
        "if a:\r\n    b(1,\r\n# odd\r\n c)\r\n",
        "if a:\r    b(1,\r c)\r",
        "if a:\n# odd\n    b(1, \\\nc)\n",
    };

    for (size_t i = 0; i < ARRAY_LEN(layouts); i++) {
        const struct py_tree *tree = parse(*state, layouts[i]);

        assert_int_equal(tree->count, 8);
        assert_int_equal(py_line(tree, find(tree, PY_If)), 1);
        assert_int_equal(py_count_in(tree, find(tree, PY_Call), PY_F_args), 2);
    }
}

static void test_value__integers(void **state)
{
    const struct py_tree *tree = parse(*state, "0x1_F; 9223372036854775808; 1.0; 0b11; 'a'\n");
    int64_t value = 0;
    uint32_t n = find(tree, PY_Constant);

    assert_true(py_int_value(tree, n, &value));
    assert_int_equal(value, 31);
    assert_false(py_int_value(tree, n + 2, &value));
    assert_false(py_int_value(tree, n + 4, &value));
    assert_true(py_int_value(tree, n + 6, &value));
    assert_int_equal(value, 3);
    assert_false(py_int_value(tree, n + 8, &value));
}

static void test_value__strings(void **state)
{
    struct fixture *f = *state;
    const struct py_tree *tree = parse(f, "('a\\n\\x41' r'\\d' # c\n \"\"\"q\\u00e9\"\"\"); '\\N{DASH}'\n");
    uint32_t n = find(tree, PY_Constant);
    str value;

    assert_true(py_str_value(tree, n, f->arena, &value));
    assert_true(str_equal(value, S("a\nA\\dq\xc3\xa9")));
    assert_false(py_str_value(tree, n + 2, f->arena, &value));
}

static void test_name__qualified(void **state)
{
    struct fixture *f = *state;
    const struct py_tree *tree = parse(f, "class C:\n def f(self):\n  class g: pass\n");
    uint32_t def = find(tree, PY_FunctionDef);

    assert_true(str_equal(py_qualified_name(tree, def, f->arena), S("C.f")));
    assert_true(str_equal(py_qualified_name(tree, py_child(tree, def, PY_F_body), f->arena),
                          S("C.f.<locals>.g")));
}

static void test_crosscheck__hostile_dumps(void **state)
{
    struct fixture *f = *state;
    const struct py_tree *tree = parse(f, "pass\n");
    char record[20] = { (char) PY_Pass, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 4 };

    assert_true(py_tree_matches(tree, (str){ record, 20 }, &f->error));
    assert_false(py_tree_matches(tree, (str){ record, 19 }, &f->error));
    assert_false(py_tree_matches(tree, S(""), &f->error));
    record[16] = 5;
    assert_false(py_tree_matches(tree, (str){ record, 20 }, &f->error));
    assert_int_equal(f->error.status, STATUS_UNSUPPORTED_PYTHON);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CASE(test_tree__xor_binds_looser_than_and),
        CASE(test_tree__await_binds_tighter_than_power),
        CASE(test_tree__splat_takes_the_whole_expression),
        CASE(test_tree__type_call_is_no_alias),
        CASE(test_tree__definition_starts_at_def),
        CASE(test_tree__elif_is_a_nested_if),
        CASE(test_tree__long_chains_do_not_recurse),
        CASE(test_tree__refuses_deep_nesting),
        CASE(test_tree__refuses_what_is_not_python_3_11),
        CASE(test_tree__refuses_bytes_it_cannot_read),
        CASE(test_tree__layout_does_not_matter),
        CASE(test_value__integers),
        CASE(test_value__strings),
        CASE(test_name__qualified),
        CASE(test_crosscheck__hostile_dumps),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * shape.c — is a replacement the same function to its callers? Checked on the syntax tree, without
 * running anything: exactly one definition, with the name, kind, decorators, parameters, defaults,
 * annotations and docstring of the original, a generator where it was one; imports that are
 * allowed; no newly used door out of the interpreter; and not just the original again.
 *
 * This keeps hopeless replacements away from the costly gates. It proves nothing about behaviour:
 * that is for verification.
 *
 * A definition is brought to the left margin, because methods often come indented. Text inside a
 * string would move along, so an indented replacement with a multi-line string is refused.
 */
#include "core/llm/llm_internal.h"

/* Names that must not appear where the original did without them. */
static const char *const doors[] = {
    "__builtins__", "__import__", "asyncio", "breakpoint", "builtins", "compile", "ctypes",
    "delattr",      "eval",       "exec",    "exit",       "gc",       "globals",  "importlib",
    "input",        "locals",     "open",    "os",         "pathlib",  "pickle",   "quit",
    "setattr",      "shutil",     "signal",  "socket",     "subprocess", "sys",    "vars",
};

/* ---- layout --------------------------------------------------------------------------- */

static size_t indent_of(str line)
{
    size_t n = 0;
    while (n < line.len && (line.ptr[n] == ' ' || line.ptr[n] == '\t'))
        n++;
    return n;
}

static str without_blank_lines_around(str s)
{
    size_t start = 0;
    for (size_t i = 0; i < s.len && (s.ptr[i] == ' ' || s.ptr[i] == '\t' || s.ptr[i] == '\n'); i++)
        if (s.ptr[i] == '\n')
            start = i + 1;
    s = str_slice(s, start, s.len);
    while (s.len && (s.ptr[s.len - 1] == ' ' || s.ptr[s.len - 1] == '\t' ||
                     s.ptr[s.len - 1] == '\n'))
        s.len--;
    return s;
}

static bool has_multiline_token(str s)
{
    return str_find(s, S("\"\"\"")) != SIZE_MAX || str_find(s, S("'''")) != SIZE_MAX ||
           str_find(s, S("\\\n")) != SIZE_MAX;
}

static bool dedent(str s, size_t indent, struct buf *out)
{
    str margin = str_slice(s, 0, indent);
    while (s.len) {
        const char *newline = memchr(s.ptr, '\n', s.len);
        size_t len = newline ? (size_t) (newline - s.ptr) : s.len;
        str line = str_slice(s, 0, len);
        if (str_starts(line, margin))
            buf_append(out, str_slice(line, indent, len));
        else if (str_trim(line).len)
            return false;
        buf_byte(out, '\n');
        s = str_slice(s, len + 1, s.len);
    }
    return true;
}

static const char *to_left_margin(struct arena *arena, str source, str *ret)
{
    if (memchr(source.ptr, '\r', source.len))
        return "the source has carriage returns";
    source = without_blank_lines_around(source);
    size_t indent = indent_of(source);
    if (indent && has_multiline_token(source))
        return "the source is indented and has multi-line strings";
    struct buf out = { 0 };
    bool even = dedent(source, indent, &out);
    *ret = arena_str(arena, buf_str(&out));
    buf_free(&out);
    return even ? NULL : "the source is indented unevenly";
}

/* ---- trees ---------------------------------------------------------------------------- */

/* Kinds whose meaning is partly in the text between their children. */
static bool is_told_by_text(const struct py_tree *tree, uint32_t n)
{
    uint8_t kind = tree->nodes[n].kind;
    return tree->nodes[n].extent == n + 1 || kind == PY_JoinedStr || kind == PY_ImportFrom ||
           kind == PY_alias || kind == PY_MatchAs || kind == PY_MatchMapping;
}

static bool nodes_same(const struct py_tree *a, uint32_t x, const struct py_tree *b, uint32_t y)
{
    const struct py_node *p = &a->nodes[x], *q = &b->nodes[y];
    if (p->kind != q->kind || p->op != q->op || p->extent - x != q->extent - y ||
        !str_equal(py_name(a, x), py_name(b, y)))
        return false;
    bool text = p->kind != PY_Pass && is_told_by_text(a, x);
    return !text || str_equal(py_text(a, x), py_text(b, y));
}

/* Preorder and equal extents: the subtrees are equal when their nodes are, one by one. Fields are
 * compared below the roots, which may stand in different places. */
static bool trees_same(const struct py_tree *a, uint32_t x, const struct py_tree *b, uint32_t y)
{
    uint32_t count = a->nodes[x].extent - x;
    for (uint32_t i = 0; i < count; i++)
        if (!nodes_same(a, x + i, b, y + i) ||
            (i && a->nodes[x + i].field != b->nodes[y + i].field))
            return false;
    return true;
}

/* The children of a definition that fill one field, pairwise equal. */
static bool fields_same(const struct py_tree *a, uint32_t x, const struct py_tree *b, uint32_t y,
                        enum py_field field)
{
    uint32_t i = py_child(a, x, field), j = py_child(b, y, field);
    while (i != PY_NO_NODE && j != PY_NO_NODE) {
        if (!trees_same(a, i, b, j))
            return false;
        i = py_next_in(a, x, i);
        j = py_next_in(b, y, j);
    }
    return i == j; /* both PY_NO_NODE */
}

static bool docstring(const struct py_tree *tree, uint32_t def, struct arena *arena, str *ret)
{
    uint32_t statement = py_child(tree, def, PY_F_body);
    if (statement == PY_NO_NODE || tree->nodes[statement].kind != PY_Expr)
        return false;
    uint32_t value = py_first(tree, statement);
    return tree->nodes[value].kind == PY_Constant && tree->nodes[value].op == PY_CONST_STR &&
           py_str_value(tree, value, arena, ret);
}

/* Equal but for white space, which moves with a method's indentation. */
static bool words_equal(str a, str b)
{
    for (;;) {
        a = str_trim(a);
        b = str_trim(b);
        size_t n = 0;
        while (n < a.len && n < b.len && a.ptr[n] == b.ptr[n] && a.ptr[n] != ' ' &&
               a.ptr[n] != '\n' && a.ptr[n] != '\t')
            n++;
        if (!n)
            return !a.len && !b.len;
        a = str_slice(a, n, a.len);
        b = str_slice(b, n, b.len);
    }
}

static bool uses_name(const struct py_tree *tree, uint32_t root, str name)
{
    for (uint32_t n = root; n < tree->nodes[root].extent; n++)
        if (tree->nodes[n].kind == PY_Name && str_equal(py_name(tree, n), name))
            return true;
    return false;
}

static bool opens_door(const struct py_tree *old, uint32_t def, const struct py_tree *new)
{
    for (size_t i = 0; i < ARRAY_LEN(doors); i++)
        if (uses_name(new, 0, str_from(doors[i])) && !uses_name(old, def, str_from(doors[i])))
            return true;
    return false;
}

static const char *check_inner_imports(const struct job *job, const struct py_tree *tree)
{
    const char *why = NULL;
    for (uint32_t n = 1; n < tree->count && !why; n++)
        if (tree->nodes[n].kind == PY_Import || tree->nodes[n].kind == PY_ImportFrom)
            why = import_check(job, tree, n);
    return why;
}

/* ---- the check ------------------------------------------------------------------------ */

static const char *check_signature(const struct job *job, const struct target *t,
                                   const struct shape *s)
{
    const struct py_tree *old = py_tree(job->module), *new = py_tree(s->module);
    const struct py_node *a = &old->nodes[t->node], *b = &new->nodes[s->node];
    if (a->kind != b->kind || !str_equal(py_name(old, t->node), py_name(new, s->node)))
        return "it defines another name or another kind of function";
    if (!fields_same(old, t->node, new, s->node, PY_F_decorator_list))
        return "its decorators differ";
    if (!fields_same(old, t->node, new, s->node, PY_F_args) ||
        !fields_same(old, t->node, new, s->node, PY_F_returns))
        return "its parameters, defaults or annotations differ";
    str x = S(""), y = S("");
    if (docstring(old, t->node, job->arena, &x) != docstring(new, s->node, job->arena, &y) ||
        !words_equal(x, y))
        return "its docstring differs";
    return NULL;
}

static const char *check_body(const struct job *job, const struct target *t, const struct shape *s)
{
    const struct py_tree *old = py_tree(job->module), *new = py_tree(s->module);
    uint32_t x = py_scope_of_node(job->module, t->node), y = py_scope_of_node(s->module, s->node);
    if (py_scopes(job->module)->scopes[x].generator != py_scopes(s->module)->scopes[y].generator)
        return "only one of the two is a generator";
    if (opens_door(old, t->node, new))
        return "it uses a door out of the interpreter that the original does not use";
    if (trees_same(old, t->node, new, s->node))
        return "it is the original again";
    return check_inner_imports(job, new);
}

const char *shape_check(const struct job *job, const struct target *t, const struct replacement *r,
                        struct shape *ret)
{
    struct shape s = { 0 };
    const char *why = to_left_margin(job->arena, r->source, &s.source);
    if (why)
        return why;
    if (py_parse(s.source, job->arena, &s.module, NULL) != STATUS_OK)
        return "it is not Python that can be analysed";
    const struct py_tree *tree = py_tree(s.module);
    s.node = py_first(tree, 0);
    if (s.node == PY_NO_NODE || tree->nodes[s.node].extent != tree->count)
        return "it is not exactly one definition";
    why = check_signature(job, t, &s);
    if (!why)
        why = check_body(job, t, &s);
    for (uint32_t i = 0; i < r->imports.count && !why; i++)
        why = import_statement_check(job, r->imports.items[i]);
    if (!why)
        *ret = s;
    return why;
}

bool shape_same(const struct shape *a, const struct shape *b)
{
    return trees_same(py_tree(a->module), a->node, py_tree(b->module), b->node);
}

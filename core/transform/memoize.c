/*
 * memoize.c — a cache that lives for one outermost call of a recursive function.
 *
 *     def fib(n):                            def fib(n):
 *         """Doc."""                             """Doc."""
 *         if n < 2:                              return _fib_cached({}, n)
 *             return n
 *         return fib(n - 1) + fib(n - 2)     def _fib_cached(cache, n):
 *                                                key = n if type(n) is int else None
 *                                                if key is not None and key in cache:
 *                                                    return cache[key]
 *                                                if n < 2:
 *                                                    return n
 *                                                cache[key] = _fib_cached(cache, n - 1) + ...
 *                                                return cache[key]
 *
 * The body stays where it is: the lines between the signature and the body end the old function and
 * begin the new one. Signature, decorators (none), docstring and name are untouched. Recursion
 * calls the new function directly, so a level costs one frame as before; the outermost call costs
 * one more. The cache dies with the outermost call: nothing is remembered between calls, nothing
 * a caller passes is pinned, threads share nothing.
 *
 * Why it is the same (the detector has shown purity, determinism and an immutable result):
 *  - Equal keys mean identical arguments: an activation uses the cache only when each argument in
 *    the key has exactly a type of its guard, and the types of one guard are never equal across
 *    types (int and str). Tuples and lists count only when their elements do. Any other activation
 *    has no key and never asks the cache. What it stores under None is read at once, by itself.
 *  - An argument that every self-call passes on unchanged is the same object throughout one
 *    outermost call and needs no place in the key. So lists passed along are allowed. These, and what
 *    is read from outside, are looked at by the outermost call: where not all is data of exact builtin
 *    types, whose operators have no effects, the cache holds None, and no activation has a key.
 *  - The key is taken at entry: parameters may be rebound later.
 *  - A value is stored as it is returned. Exceptions store nothing. Falling off the end stores
 *    nothing. `try` and `with` can replace a returned value, so they are refused.
 *  - Self-calls must bind their arguments for certain: no * or **, no unknown keyword.
 */
#include "memoize_internal.h"

static const char helper_source[] =
    "def _is_builtin_data(*values):\n"
    "    \"\"\"Whether the values and all they hold, to a depth of four, are of exact builtin types.\"\"\"\n"
    "    plain = {int, float, bool, str, type(None)}\n"
    "    for _ in range(4):\n"
    "        inner = []\n"
    "        for value in values:\n"
    "            if type(value) in (list, tuple, set):\n"
    "                inner += value\n"
    "            elif type(value) is dict:\n"
    "                inner += [*value, *value.values()]\n"
    "            elif type(value) not in plain:\n"
    "                return False\n"
    "            if len(inner) > 1000000:\n"
    "                return False\n"
    "        values = [value for value in inner if type(value) not in plain]\n"
    "    return not values\n";

/* ---- shape ---------------------------------------------------------------------- */

static bool read_parameters(const struct rewriting *rw, struct memo *m, str *ret_why)
{
    const struct py_tree *t = rw->tree;
    uint32_t arguments = py_child(t, m->def, PY_F_args);
    for (uint32_t n = py_first(t, arguments); n; n = py_next(t, arguments, n)) {
        enum py_field field = (enum py_field) t->nodes[n].field;
        if (field == PY_F_vararg || field == PY_F_kwarg || field == PY_F_kwonlyargs)
            return refuse(ret_why, "the signature has *args, **kwargs or keyword-only parameters");
        if (field == PY_F_defaults) {
            m->parameters[m->count - 1].fallback = n;
            continue;
        }
        if (m->count == MAX_PARAMETERS)
            return refuse(ret_why, "the function has too many parameters");
        m->parameters[m->count++] = (struct parameter){ .node = n, .passed_on = true };
    }
    return m->count > 0 || refuse(ret_why, "the function has no parameter to tell calls apart");
}

static bool contains_kind(const struct rewriting *rw, uint32_t node, enum py_kind kind)
{
    for (uint32_t n = node + 1; n < rw->tree->nodes[node].extent; n++)
        if (rw->tree->nodes[n].kind == kind)
            return true;
    return false;
}

static bool body_is_plain(const struct rewriting *rw, uint32_t def, str *ret_why)
{
    static const struct {
        enum py_kind kind;
        const char *why;
    } refused[] = {
        { PY_Try, "a try statement can replace the value that is returned" },
        { PY_TryStar, "a try statement can replace the value that is returned" },
        { PY_With, "a context manager can change how the function ends" },
        { PY_Yield, "the function is a generator" },
        { PY_YieldFrom, "the function is a generator" },
        { PY_Await, "the function is a coroutine" },
        { PY_Global, "the function declares a global name" },
        { PY_Nonlocal, "the function writes a name of the enclosing function" },
        { PY_FunctionDef, "the function defines another function" },
        { PY_ClassDef, "the function defines a class" },
    };
    for (size_t i = 0; i < ARRAY_LEN(refused); i++)
        if (contains_kind(rw, def, refused[i].kind))
            return refuse(ret_why, refused[i].why);
    return true;
}

static uint32_t key_length(const struct memo *m)
{
    uint32_t length = 0;
    for (uint32_t i = 0; i < m->count; i++)
        length += !m->parameters[i].passed_on;
    return length;
}

/* ---- legality ----------------------------------------------------------------------- */

/* A function of the module that the body calls calls back: its calls would each start an empty
 * cache and cost a frame more. */
static bool called_back(struct rewriting *rw, uint32_t def, uint32_t from, bool *seen)
{
    VEC(uint32_t) waiting = { 0 };
    *VEC_PUSH(rw->arena, &waiting) = from;
    while (waiting.count) {
        uint32_t at = waiting.items[--waiting.count];
        for (uint32_t n = at + 1; n < rw->tree->nodes[at].extent; n++) {
            uint32_t callee = rw->tree->nodes[n].kind == PY_Call ? py_callee(rw->facts, n) : 0;
            if (callee == def && at != def)
                return true;
            if (!callee || callee == def || seen[callee])
                continue;
            seen[callee] = true;
            *VEC_PUSH(rw->arena, &waiting) = callee;
        }
    }
    return false;
}

/* The function's place: an undecorated def in a module or function body, not in a class. */
static bool place_is_plain(struct rewriting *rw, uint32_t def, str *ret_why)
{
    static const char *const builtins[] = { "type", "int", "str", "bool", "tuple", "map",
                                             "float", "list", "set", "dict", "range", "len", NULL };
    const struct py_tree *t = rw->tree;
    if (t->nodes[def].kind != PY_FunctionDef)
        return refuse(ret_why, "only plain functions are rewritten");
    if (t->nodes[t->nodes[def].parent].kind == PY_ClassDef)
        return refuse(ret_why, "methods are not rewritten");
    if (py_child(t, def, PY_F_decorator_list))
        return refuse(ret_why, "the function is decorated");
    if (!py_bound_once(rw->facts, def))
        return refuse(ret_why, "the function's name is bound more than once");
    if (shadows_builtin(rw, py_child(t, def, PY_F_body), builtins))
        return refuse(ret_why, "the module rebinds a builtin that the guard needs");
    bool *seen = ARENA_ARRAY(rw->arena, bool, t->count);
    if (called_back(rw, def, def, seen))
        return refuse(ret_why, "the recursion goes through another function");
    return true;
}

static bool describe(struct rewriting *rw, uint32_t def, struct memo *m, str *ret_why)
{
    const struct py_tree *t = rw->tree;
    *m = (struct memo){ .def = def, .own_name = py_name(t, def) };
    if (!place_is_plain(rw, def, ret_why) || !body_is_plain(rw, def, ret_why) ||
        !read_parameters(rw, m, ret_why) || !collect_calls(rw, m, ret_why))
        return false;
    for (uint32_t i = 0; i < m->count; i++)
        m->parameters[i].passed_on &= !is_written(rw, def, t->nodes[m->parameters[i].node].name);
    if (!key_length(m))
        return refuse(ret_why, "every recursive call has the same arguments");
    choose_guard(rw, m);
    return true;
}

/* ---- the lines between the signature and the body -------------------------------------- */

static bool is_docstring(const struct rewriting *rw, uint32_t statement)
{
    const struct py_tree *t = rw->tree;
    uint32_t value = py_child(t, statement, PY_F_value);
    return t->nodes[statement].kind == PY_Expr && t->nodes[value].kind == PY_Constant &&
           t->nodes[value].op == PY_CONST_STR;
}

/* Offset just behind the colon that ends the signature. */
static uint32_t after_colon(const struct rewriting *rw, uint32_t def)
{
    const struct py_tree *t = rw->tree;
    str source = t->source;
    uint32_t returns = py_child(t, def, PY_F_returns), at = t->nodes[def].start;
    uint32_t arguments = py_child(t, def, PY_F_args);
    for (uint32_t n = arguments; n && n < t->nodes[arguments].extent; n++)
        at = t->nodes[n].end > at ? t->nodes[n].end : at;
    if (returns)
        at = t->nodes[returns].end;
    while (at < source.len && source.ptr[at] != ':')
        at = source.ptr[at] == '#' ? (uint32_t) layout_line_end(source, at) : at + 1;
    return at + 1;
}

/* The first statement that is not the docstring. */
static uint32_t first_statement(const struct rewriting *rw, uint32_t def)
{
    uint32_t s = py_child(rw->tree, def, PY_F_body);
    return is_docstring(rw, s) ? py_next_in(rw->tree, def, s) : s;
}

/* Where the old function ends and the body begins: a line start, or the body's own start when
 * it stands on the signature's line. */
static struct edit seam(const struct rewriting *rw, uint32_t def)
{
    const struct py_tree *t = rw->tree;
    uint32_t first = py_child(t, def, PY_F_body), body = first_statement(rw, def);
    uint32_t end = body == first ? after_colon(rw, def) : t->nodes[first].end;
    uint32_t start = t->nodes[body].start;
    if (layout_line_start(t->source, start) <= layout_line_start(t->source, end))
        return (struct edit){ .start = end, .end = start };
    end = (uint32_t) layout_line_end(t->source, end);
    return (struct edit){ .start = end, .end = end };
}

static str key_text(const struct rewriting *rw, const struct memo *m)
{
    struct buf out = { 0 };
    for (uint32_t i = 0; i < m->count; i++)
        if (!m->parameters[i].passed_on)
            buf_printf(&out, m->parameters[i].types == PY_T_LIST ? "%stuple(%.*s)" : "%s%.*s", out.len ? ", " : "",
                       STR_ARG(py_name(rw->tree, m->parameters[i].node)));
    str inner = buf_str(&out);
    str text = arena_printf(rw->arena, key_length(m) > 1 ? "(%.*s)" : "%.*s", STR_ARG(inner));
    buf_free(&out);
    return text;
}

static str parameter_list(const struct rewriting *rw, const struct memo *m, bool defaults)
{
    bool omitted = false;
    for (uint32_t i = 0; i < m->count; i++)
        omitted |= m->parameters[i].omitted;
    struct buf out = { 0 };
    for (uint32_t i = 0; i < m->count; i++) {
        const struct parameter *p = &m->parameters[i];
        buf_printf(&out, ", %.*s", STR_ARG(py_name(rw->tree, p->node)));
        if (defaults && omitted && p->fallback)
            buf_printf(&out, "=%.*s", STR_ARG(text_of(rw, p->fallback)));
    }
    str text = arena_str(rw->arena, buf_str(&out));
    buf_free(&out);
    return text;
}

/* At the def's own indentation; the body's first line follows. */
static str seam_text(struct rewriting *rw, const struct memo *m, bool same_line)
{
    bool nested = py_function_of(rw->tree, m->def) != 0;
    str indent = layout_indent_at(rw->tree->source, rw->tree->nodes[m->def].start);
    str key = key_text(rw, m), guard = guard_text(rw, m), first = S("{}"), usable = S("");
    if (m->unkeyed.len) {
        first = arena_printf(rw->arena, "{} if %.*s(%.*s) else {None: None}", STR_ARG(m->plain), STR_ARG(m->unkeyed));
        usable = arena_printf(rw->arena, "None not in %.*s and ", STR_ARG(m->cache));
    }
    str lines = arena_printf(
        rw->arena,
        "    return %.*s(%.*s%.*s)\n%s\n"
        "def %.*s(%.*s%.*s):\n"
        "    # Exact types only: 1, 1.0 and True are equal keys.\n"
        "    %.*s = %.*s if %.*s%.*s else None\n"
        "    if %.*s is not None and %.*s in %.*s:\n"
        "        return %.*s[%.*s]\n",
        STR_ARG(m->helper), STR_ARG(first), STR_ARG(parameter_list(rw, m, false)), nested ? "" : "\n",
        STR_ARG(m->helper), STR_ARG(m->cache), STR_ARG(parameter_list(rw, m, true)),
        STR_ARG(m->key), STR_ARG(key), STR_ARG(usable), STR_ARG(guard), STR_ARG(m->key), STR_ARG(m->key),
        STR_ARG(m->cache), STR_ARG(m->cache), STR_ARG(m->key));
    lines = in_layout(rw, indent, lines);
    if (!same_line)
        return lines;
    return arena_printf(rw->arena, "%.*s%.*s%.*s%.*s", STR_ARG(rw->layout.newline),
                        STR_ARG(lines), STR_ARG(indent), STR_ARG(rw->layout.indent_unit));
}

/* ---- returns --------------------------------------------------------------------------- */

static bool is_atom(const struct rewriting *rw, uint32_t expression)
{
    enum py_kind kind = (enum py_kind) rw->tree->nodes[expression].kind;
    return kind == PY_Constant || kind == PY_Name;
}

/* A cheap answer before any recursion or loop: remembering it costs more than finding it. */
static bool is_base_case(const struct rewriting *rw, const struct memo *m, uint32_t statement)
{
    const struct py_tree *t = rw->tree;
    if (!is_atom(rw, py_child(t, statement, PY_F_value)))
        return false;
    for (uint32_t n = m->def; n < statement; n++)
        if (t->nodes[n].kind == PY_For || t->nodes[n].kind == PY_While)
            return false;
    for (uint32_t i = 0; i < m->calls.count; i++)
        if (m->calls.items[i] < statement)
            return false;
    return true;
}

static size_t skip_back(str source, size_t at)
{
    while (at > 0 && source.ptr[at - 1] == ' ')
        at--;
    return at;
}

static uint32_t skip_blanks(str source, uint32_t at)
{
    while (at < source.len && (source.ptr[at] == ' ' || source.ptr[at] == '\t' ||
                               source.ptr[at] == '\\' || source.ptr[at] == '\n' ||
                               source.ptr[at] == '\r'))
        at++;
    return at;
}

/* The whole body stands on the signature's line: the seam gives it a line of its own. */
static bool on_line_of_def(const struct rewriting *rw, const struct memo *m, uint32_t statement)
{
    return rw->tree->nodes[statement].parent == m->def && !starts_line(rw, statement);
}

/* The return stands behind a colon: the header's indentation, one level more. */
static str indent_of_return(const struct rewriting *rw, uint32_t statement)
{
    const struct py_node *r = &rw->tree->nodes[statement];
    str indent = layout_indent_at(rw->tree->source, r->start);
    if (starts_line(rw, statement))
        return indent;
    return arena_printf(rw->arena, "%.*s%.*s", STR_ARG(indent), STR_ARG(rw->layout.indent_unit));
}

/* "cache[key] = E" and "return cache[key]", on lines of their own. */
static void remember(struct rewriting *rw, const struct memo *m, uint32_t statement,
                     struct candidate *c)
{
    str source = rw->tree->source, newline = rw->layout.newline;
    const struct py_node *r = &rw->tree->nodes[statement];
    uint32_t expression = py_child(rw->tree, statement, PY_F_value), start = r->start;
    uint32_t value = skip_blanks(source, r->start + (uint32_t) sizeof("return") - 1);
    str entry = arena_printf(rw->arena, "%.*s[%.*s]", STR_ARG(m->cache), STR_ARG(m->key));
    str again = is_atom(rw, expression) ? text_of(rw, expression) : entry;
    str indent = indent_of_return(rw, statement);
    bool own_line = starts_line(rw, statement) || on_line_of_def(rw, m, statement);
    while (!own_line && source.ptr[start - 1] == ' ')
        start--;
    add_edit(rw, c, start, value,
             arena_printf(rw->arena, "%.*s%.*s%.*s = ", STR_ARG(own_line ? S("") : newline),
                          STR_ARG(own_line ? S("") : indent), STR_ARG(entry)));
    add_edit(rw, c, r->end, r->end,
             arena_printf(rw->arena, "%.*s%.*sreturn %.*s", STR_ARG(newline), STR_ARG(indent),
                          STR_ARG(again)));
}

/* The return is a line, or all that stands behind the colon of a line. */
static bool has_room(const struct rewriting *rw, const struct memo *m, uint32_t statement)
{
    const struct py_tree *t = rw->tree;
    uint32_t parent = t->nodes[statement].parent;
    enum py_field field = (enum py_field) t->nodes[statement].field;
    size_t line = layout_line_start(t->source, t->nodes[statement].start);
    if (starts_line(rw, statement) || on_line_of_def(rw, m, statement))
        return true;
    bool alone = py_child(t, parent, field) == statement && !py_next_in(t, parent, statement);
    return alone && line + layout_indent_at(t->source, t->nodes[statement].start).len >=
                        layout_line_start(t->source, t->nodes[parent].start) &&
           t->source.ptr[skip_back(t->source, t->nodes[statement].start) - 1] == ':';
}

/* Returns that are remembered; a negative number when one of them has no room. */
static int edit_returns(struct rewriting *rw, const struct memo *m, struct candidate *c)
{
    int edited = 0;
    for (uint32_t n = m->def + 1; n < rw->tree->nodes[m->def].extent; n++) {
        if (rw->tree->nodes[n].kind != PY_Return || !py_child(rw->tree, n, PY_F_value) ||
            is_base_case(rw, m, n))
            continue;
        if (!has_room(rw, m, n))
            return -1;
        edited++;
        if (c)
            remember(rw, m, n, c);
    }
    return edited;
}

/* ---- the transformation ------------------------------------------------------------------ */

static bool legal(struct rewriting *rw, const struct finding *f, str *ret_why)
{
    struct memo m;
    if (!describe(rw, f->node, &m, ret_why))
        return false;
    uint32_t body = first_statement(rw, f->node);
    if (!body)
        return refuse(ret_why, "the function has no body");
    uint32_t docstring = py_child(rw->tree, f->node, PY_F_body);
    if (docstring != body && py_line(rw->tree, body) == py_end_line(rw->tree, docstring))
        return refuse(ret_why, "the body stands on the docstring's line");
    int returns = edit_returns(rw, &m, NULL);
    if (returns < 0)
        return refuse(ret_why, "a return shares its line with other statements");
    return returns > 0 ||
           refuse(ret_why, "no return statement gives a value worth remembering");
}

static void rewrite(struct rewriting *rw, const struct finding *f, struct candidate *c)
{
    struct memo m;
    str why;
    if (!describe(rw, f->node, &m, &why))
        return;
    m.helper = fresh_name(rw, arena_printf(rw->arena, "_%.*s_cached", STR_ARG(m.own_name)));
    m.cache = fresh_local(rw, f->node, S("cache"));
    m.key = fresh_local(rw, f->node, S("key"));
    m.unkeyed = unkeyed_text(rw, &m);
    if (m.unkeyed.len)
        m.plain = use_helper(rw, c, f->node, S("_is_builtin_data"), str_from(helper_source));

    struct edit at = seam(rw, f->node);
    add_edit(rw, c, at.start, at.end, seam_text(rw, &m, at.start != at.end));
    for (uint32_t i = 0; i < m.calls.count; i++) {
        uint32_t name = py_child(rw->tree, m.calls.items[i], PY_F_func);
        add_edit(rw, c, rw->tree->nodes[name].start, after_paren(rw, m.calls.items[i]),
                 arena_printf(rw->arena, "%.*s(%.*s, ", STR_ARG(m.helper), STR_ARG(m.cache)));
    }
    edit_returns(rw, &m, c);
    add_condition(rw, c, "cache_is_call_local", true, CERTAINTY_PROVED, f->line,
                  "the cache is made by the outermost call and dies with it");
    add_condition(rw, c, "deterministic", false, CERTAINTY_NEEDS_GUARD, f->line,
                  "the cache ends with the outermost call, and a pure function changes nothing it "
                  "reads before that");
    add_condition(rw, c, "hashable_key", false, CERTAINTY_NEEDS_GUARD, f->line,
                  "exact types of the arguments are tested before the cache is used");
    if (m.unkeyed.len)
        add_condition(rw, c, "operands_builtin", false, CERTAINTY_NEEDS_GUARD, f->line,
                      "what is no key is looked at once: with builtin data every operand is builtin");
    if (m.settled) {
        add_condition(rw, c, "operands_builtin", false, CERTAINTY_NEEDS_GUARD, f->line,
                      "with arguments of the tested types every operand is builtin");
        add_condition(rw, c, "immutable_result", false, CERTAINTY_NEEDS_GUARD, f->line,
                      "with arguments of the tested types results are immutable");
        return;
    }
    for (uint32_t i = 0; i < m.count; i++)
        if (m.parameters[i].types & (PY_T_TUPLE | PY_T_BOOL))
            add_condition(rw, c, "pure_for_guarded_types", false, CERTAINTY_NEEDS_TEST, f->line,
                          "purity was not shown for all types that the guard admits");
}

const struct transform transform_memoize = {
    .summary = "remembers the results of recursive calls for the duration of one outermost call",
    .legal = legal,
    .rewrite = rewrite,
};

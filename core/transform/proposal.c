/*
 * proposal.c — static gates for what an LLM proposes: a replacement for one whole function.
 *
 * The text is hostile. It is parsed, never pattern-matched, and has to be what was asked
 * for: one definition of the same kind, name, decorators and signature, as different as it
 * likes inside. It may import only modules of a short list and those the caller named; it
 * may not bring in names that reach outside (open, eval, dunder attributes, …) or that keep
 * state between calls (global, nonlocal, attributes of the function itself) unless the
 * original has them. Whether it computes the same is not decided here: that is what
 * verification is for, so the best rung is "tested".
 *
 * Re-indenting shifts lines; it would change multi-line strings, so a nested definition
 * that has one is refused.
 */
#include "transform_internal.h"

#define MAX_SOURCE (64u << 10)
#define MAX_IMPORTS 16

/* Pure or harmless by themselves; anything that reaches files, processes, the network or the
 * interpreter is left out. */
static const char *const allowed_modules[] = {
    "abc", "array", "asyncio", "bisect", "cmath", "collections", "concurrent", "contextlib",
    "copy", "dataclasses", "datetime", "decimal", "enum", "fractions", "functools", "graphlib",
    "hashlib", "heapq", "itertools", "json", "math", "multiprocessing", "numbers", "operator",
    "queue", "random", "re", "statistics", "string", "struct", "textwrap", "threading", "time",
    "types", "typing", "unicodedata", "zlib",
};

static const char *const parallel_modules[] = { "multiprocessing", "concurrent" };

static const char *const forbidden_names[] = {
    "breakpoint", "compile", "delattr", "eval", "exec", "exit", "getattr", "globals", "help",
    "input", "locals", "memoryview", "open", "quit", "setattr", "vars",
};

static bool listed(const char *const *names, size_t count, str name)
{
    for (size_t i = 0; i < count; i++)
        if (str_equal(str_from(names[i]), name))
            return true;
    return false;
}

static str first_component(str dotted)
{
    size_t dot = str_find(dotted, S("."));
    return dot == SIZE_MAX ? dotted : str_slice(dotted, 0, dot);
}

static bool module_allowed(const struct rewriting *rw, str dotted)
{
    str module = first_component(dotted);
    const struct str_list *libraries = &rw->job->request.target.libraries;
    for (uint32_t i = 0; i < libraries->count; i++)
        if (str_equal(libraries->items[i], module))
            return true;
    return listed(allowed_modules, ARRAY_LEN(allowed_modules), module);
}

/* ---- the definition -------------------------------------------------------------------- */

static uint32_t find_function(const struct rewriting *rw, str qualified)
{
    const struct findings *found = &rw->job->findings;
    uint32_t node = 0;
    for (uint32_t i = 0; i < found->functions.count; i++) {
        if (!str_equal(found->functions.items[i].name, qualified))
            continue;
        if (node)
            return 0; /* two of the same name: which one is meant? */
        node = found->functions.items[i].node;
    }
    return node;
}

/* The subtrees read the same, layout apart. */
static bool same_tree(const struct py_tree *a, uint32_t node_a, const struct py_tree *b,
                      uint32_t node_b)
{
    if (!node_a || !node_b)
        return node_a == node_b;
    if (a->nodes[node_a].extent - node_a != b->nodes[node_b].extent - node_b)
        return false;
    for (uint32_t i = 0; node_a + i < a->nodes[node_a].extent; i++) {
        const struct py_node *x = &a->nodes[node_a + i], *y = &b->nodes[node_b + i];
        if (x->kind != y->kind || x->op != y->op || x->field != y->field ||
            x->extent - node_a != y->extent - node_b ||
            !str_equal(py_name(a, node_a + i), py_name(b, node_b + i)))
            return false;
        if (x->kind == PY_Constant && !str_equal(py_text(a, node_a + i), py_text(b, node_b + i)))
            return false;
    }
    return true;
}

static bool same_list(const struct py_tree *a, uint32_t def_a, const struct py_tree *b,
                      uint32_t def_b, enum py_field field)
{
    uint32_t x = py_child(a, def_a, field), y = py_child(b, def_b, field);
    while (x && y) {
        if (!same_tree(a, x, b, y))
            return false;
        x = py_next_in(a, def_a, x);
        y = py_next_in(b, def_b, y);
    }
    return x == y;
}

/* The only statement of the proposal is a definition that can take the place of `def`. */
static bool same_interface(const struct rewriting *rw, uint32_t def, const struct py_tree *new,
                           str *ret_why)
{
    const struct py_tree *old = rw->tree;
    uint32_t other = py_first(new, 0);
    if (!other || py_next(new, 0, other))
        return refuse(ret_why, "the proposal is not exactly one definition");
    if (new->nodes[other].kind != old->nodes[def].kind ||
        !str_equal(py_name(new, other), py_name(old, def)))
        return refuse(ret_why, "the proposal defines something else than the function asked for");
    if (!same_list(old, def, new, other, PY_F_decorator_list))
        return refuse(ret_why, "the proposal changes the decorators");
    if (!same_list(old, def, new, other, PY_F_args) ||
        !same_list(old, def, new, other, PY_F_returns))
        return refuse(ret_why, "the proposal changes the signature");
    return !same_list(old, def, new, other, PY_F_body) ||
           refuse(ret_why, "the proposal is the original");
}

/* ---- what it may use --------------------------------------------------------------------- */

static bool original_has(const struct rewriting *rw, uint32_t def, enum py_kind kind, str name)
{
    const struct py_tree *t = rw->tree;
    for (uint32_t n = def; n < t->nodes[def].extent; n++)
        if (t->nodes[n].kind == kind && str_equal(py_name(t, n), name))
            return true;
    return false;
}

static bool reaches_outside(str name)
{
    return listed(forbidden_names, ARRAY_LEN(forbidden_names), name) || str_starts(name, S("__"));
}

static bool import_allowed(const struct rewriting *rw, const struct py_tree *t, uint32_t statement)
{
    if (t->nodes[statement].kind == PY_ImportFrom) {
        if (!module_allowed(rw, py_name(t, statement)))
            return false;
        for (uint32_t a = py_first(t, statement); a; a = py_next(t, statement, a))
            if (str_equal(py_name(t, a), S("*")) || str_starts(py_name(t, a), S("_")))
                return false;
        return true;
    }
    for (uint32_t a = py_first(t, statement); a; a = py_next(t, statement, a))
        if (!module_allowed(rw, py_name(t, a)))
            return false;
    return true;
}

static bool body_allowed(const struct rewriting *rw, uint32_t def, const struct py_tree *new,
                         str *ret_why)
{
    str own_name = py_name(rw->tree, def);
    for (uint32_t n = 1; n < new->count; n++) {
        enum py_kind kind = (enum py_kind) new->nodes[n].kind;
        str name = py_name(new, n);
        if ((kind == PY_Name || kind == PY_Attribute) && reaches_outside(name) &&
            !original_has(rw, def, kind, name))
            return refuse(ret_why, "the proposal uses a name that reaches outside the function");
        if ((kind == PY_Global || kind == PY_Nonlocal) &&
            !original_has(rw, def, kind, S("")))
            return refuse(ret_why, "the proposal keeps state outside the function");
        if (kind == PY_Attribute && new->nodes[n].op == PY_STORE &&
            str_equal(py_name(new, py_child(new, n, PY_F_value)), own_name))
            return refuse(ret_why, "the proposal keeps state in the function object");
        if ((kind == PY_Import || kind == PY_ImportFrom) && !import_allowed(rw, new, n))
            return refuse(ret_why, "the proposal imports a module that is not allowed");
    }
    return true;
}

/* ---- imports ------------------------------------------------------------------------------- */

/* "math" → "import math"; anything else must be one import statement already. */
static str as_statement(const struct rewriting *rw, str import)
{
    import = str_trim(import);
    bool statement = str_starts(import, S("import ")) || str_starts(import, S("from "));
    return arena_printf(rw->arena, "%s%.*s\n", statement ? "" : "import ", STR_ARG(import));
}

/* The module has this very import at its top level. */
static bool has_import(const struct rewriting *rw, const struct py_tree *t, uint32_t statement)
{
    for (uint32_t s = py_first(rw->tree, 0); s; s = py_next(rw->tree, 0, s))
        if (str_equal(py_name(rw->tree, s), py_name(t, statement)) &&
            same_tree(rw->tree, s, t, statement))
            return true;
    return false;
}

/* An import must not give a new meaning to a name that the module uses. */
static bool binds_used_name(const struct rewriting *rw, const struct py_tree *t,
                            uint32_t statement)
{
    for (uint32_t a = py_first(t, statement); a; a = py_next(t, statement, a)) {
        uint32_t as = py_first(t, a);
        str bound = as ? py_name(t, as) : first_component(py_name(t, a));
        for (uint32_t s = 0; s < rw->scopes->symbol_count; s++)
            if (str_equal(rw->tree->names[rw->scopes->symbols[s].name], bound))
                return true;
    }
    return false;
}

static bool add_import(struct rewriting *rw, str import, struct candidate *c, str *ret_why)
{
    str line = as_statement(rw, import);
    struct py_module *module;
    if (line.len > 256 || py_parse(line, rw->arena, &module, NULL) != STATUS_OK)
        return refuse(ret_why, "an import of the proposal is not an import statement");
    const struct py_tree *t = py_tree(module);
    uint32_t s = py_first(t, 0);
    if (!s || py_next(t, 0, s) ||
        (t->nodes[s].kind != PY_Import && t->nodes[s].kind != PY_ImportFrom))
        return refuse(ret_why, "an import of the proposal is not an import statement");
    if (!import_allowed(rw, t, s))
        return refuse(ret_why, "the proposal imports a module that is not allowed");
    if (has_import(rw, t, s))
        return true;
    if (binds_used_name(rw, t, s))
        return refuse(ret_why, "an import of the proposal rebinds a name that the module uses");
    uint32_t place = import_place(rw);
    add_edit(rw, c, place, place, in_layout(rw, S(""), line));
    return true;
}

/* ---- the replacement ------------------------------------------------------------------------ */

static bool has_multiline_string(const struct py_tree *t)
{
    for (uint32_t n = 1; n < t->count; n++) {
        enum py_kind kind = (enum py_kind) t->nodes[n].kind;
        if ((kind == PY_Constant || kind == PY_JoinedStr) && py_line(t, n) != py_end_line(t, n))
            return true;
    }
    return false;
}

/* Every line but the first gets the indentation of the place; line ends become the file's. */
static str fitted(const struct rewriting *rw, str text, str indent)
{
    struct buf out = { 0 };
    for (size_t at = 0; at < text.len;) {
        size_t end = layout_line_end(text, at);
        str line = str_slice(text, at, end);
        bool ended = str_ends(line, S("\n"));
        str content = str_slice(line, 0, line.len - ended);
        if (str_ends(content, S("\r")))
            content.len--;
        if (at > 0 && str_trim(content).len)
            buf_append(&out, indent);
        buf_append(&out, content);
        if (ended)
            buf_append(&out, rw->layout.newline);
        at = end;
    }
    str result = arena_str(rw->arena, buf_str(&out));
    buf_free(&out);
    return result;
}

static bool uses_processes(const struct proposal *p)
{
    for (size_t i = 0; i < ARRAY_LEN(parallel_modules); i++) {
        str module = str_from(parallel_modules[i]);
        if (str_find(p->source, module) != SIZE_MAX)
            return true;
        for (uint32_t k = 0; k < p->imports.count; k++)
            if (str_find(p->imports.items[k], module) != SIZE_MAX)
                return true;
    }
    return false;
}

bool proposal_rewrite(struct rewriting *rw, const struct proposal *p, struct candidate *c,
                      str *ret_why)
{
    uint32_t def = find_function(rw, p->function);
    if (!def)
        return refuse(ret_why, "the proposal is for a function that was not offered");
    struct py_module *module;
    if (p->source.len > MAX_SOURCE || p->imports.count > MAX_IMPORTS)
        return refuse(ret_why, "the proposal is too large");
    if (py_parse(p->source, rw->arena, &module, NULL) != STATUS_OK)
        return refuse(ret_why, "the proposal is not valid Python");
    const struct py_tree *new = py_tree(module);
    if (!same_interface(rw, def, new, ret_why) || !body_allowed(rw, def, new, ret_why))
        return false;
    str indent = layout_indent_at(rw->tree->source, rw->tree->nodes[def].start);
    if (indent.len && has_multiline_string(new))
        return refuse(ret_why, "the proposal has a multi-line string in a nested function");
    for (uint32_t i = 0; i < p->imports.count; i++)
        if (!add_import(rw, p->imports.items[i], c, ret_why))
            return false;

    const struct py_node *old = &rw->tree->nodes[def];
    add_edit(rw, c, old->start, old->end, fitted(rw, py_text(new, py_first(new, 0)), indent));
    c->line = py_line(rw->tree, def);
    c->end_line = py_end_line(rw->tree, def);
    c->profile = uses_processes(p) ? CANDIDATE_PROCESSES : CANDIDATE_SEQUENTIAL;
    *VEC_PUSH(rw->arena, &c->entry_points) = entry_point(rw, def);
    add_condition(rw, c, "same_interface", true, CERTAINTY_PROVED, c->line,
                  "name, kind, decorators and signature are those of the original");
    add_condition(rw, c, "same_behaviour", false, CERTAINTY_NEEDS_TEST, c->line,
                  "nothing is known about a proposal but what the differential test shows");
    return true;
}

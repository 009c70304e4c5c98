/*
 * imports.c — may a replacement bring this import along?
 *
 * Allowed are modules of a short list without effects outside the process, packages that the
 * request names, and whatever the module imports already. Star and relative imports are not. A new
 * import must not give a second meaning to a name that the module uses for anything: `from math
 * import pow` would change every pow() of the file. Any use of the name counts, also as an
 * attribute; that refuses a little too much and never too little.
 */
#include "core/llm/llm_internal.h"

static const char *const harmless[] = {
    "abc", "array", "bisect", "cmath", "collections", "contextlib", "copy", "dataclasses",
    "decimal", "enum", "fractions", "functools", "heapq", "itertools", "math", "numbers",
    "operator", "re", "statistics", "string", "textwrap", "types", "typing",
};

static str first_word(str s)
{
    size_t n = 0;
    s = str_trim(s);
    while (n < s.len && s.ptr[n] != ' ' && s.ptr[n] != '\t' && s.ptr[n] != ',')
        n++;
    return str_slice(s, 0, n);
}

static str root_of(str dotted)
{
    return str_slice(dotted, 0, str_find(dotted, S(".")));
}

static bool is_import(const struct py_node *n)
{
    return n->kind == PY_Import || n->kind == PY_ImportFrom;
}

/* The module that an ImportFrom names; starts with a dot when relative. */
static str from_module(const struct py_tree *tree, uint32_t node)
{
    str text = py_text(tree, node);
    return first_word(str_slice(text, S("from").len, text.len));
}

static bool imports_root(const struct py_tree *tree, uint32_t node, str root)
{
    if (tree->nodes[node].kind == PY_ImportFrom)
        return str_equal(root_of(from_module(tree, node)), root);
    for (uint32_t a = py_first(tree, node); a != PY_NO_NODE; a = py_next(tree, node, a))
        if (str_equal(root_of(first_word(py_text(tree, a))), root))
            return true;
    return false;
}

static bool module_imports(const struct py_tree *module, str root)
{
    for (uint32_t n = 1; n < module->count; n++)
        if (is_import(&module->nodes[n]) && imports_root(module, n, root))
            return true;
    return false;
}

static bool is_allowed_root(const struct job *job, str root)
{
    for (size_t i = 0; i < ARRAY_LEN(harmless); i++)
        if (str_equal(root, str_from(harmless[i])))
            return true;
    for (uint32_t i = 0; i < job->request.target.libraries.count; i++)
        if (str_equal(root, job->request.target.libraries.items[i]))
            return true;
    return module_imports(py_tree(job->module), root);
}

const char *import_check(const struct job *job, const struct py_tree *tree, uint32_t node)
{
    static const char forbidden[] = "it imports a module that is not allowed";
    bool is_from = tree->nodes[node].kind == PY_ImportFrom;
    if (is_from && !is_allowed_root(job, root_of(from_module(tree, node))))
        return forbidden;
    if (is_from && str_find(py_text(tree, node), S("*")) != SIZE_MAX)
        return "it has a star import";
    for (uint32_t a = py_first(tree, node); a != PY_NO_NODE && !is_from; a = py_next(tree, node, a))
        if (!is_allowed_root(job, root_of(first_word(py_text(tree, a)))))
            return forbidden;
    return NULL;
}

/* The name that an alias binds: what follows `as`, or the first part of the dotted name. */
static str bound_name(const struct py_tree *tree, uint32_t alias)
{
    str text = py_text(tree, alias);
    size_t as = str_find(text, S(" as "));
    return as == SIZE_MAX ? root_of(str_trim(text))
                          : str_trim(str_slice(text, as + S(" as ").len, text.len));
}

static bool is_name_used(const struct py_tree *module, str name)
{
    for (uint32_t i = 1; i < module->name_count; i++)
        if (str_equal(module->names[i], name))
            return true;
    return false;
}

/* The same statement stands at the top level already. */
static bool is_there(const struct py_tree *module, str text)
{
    for (uint32_t n = py_first(module, 0); n != PY_NO_NODE; n = py_next(module, 0, n))
        if (is_import(&module->nodes[n]) && str_equal(py_text(module, n), text))
            return true;
    return false;
}

const char *import_statement_check(const struct job *job, str text)
{
    struct py_module *parsed;
    const struct py_tree *module = py_tree(job->module);
    if (py_parse(text, job->arena, &parsed, NULL) != STATUS_OK)
        return "an import is not valid Python";
    const struct py_tree *tree = py_tree(parsed);
    uint32_t node = py_first(tree, 0);
    if (node == PY_NO_NODE || tree->nodes[node].extent != tree->count ||
        !is_import(&tree->nodes[node]))
        return "new_imports holds something else than one import per entry";
    const char *why = import_check(job, tree, node);
    if (why || is_there(module, py_text(tree, node)))
        return why;
    for (uint32_t a = py_first(tree, node); a != PY_NO_NODE; a = py_next(tree, node, a))
        if (is_name_used(module, bound_name(tree, a)))
            return "an import would give a name of the module a second meaning";
    return NULL;
}

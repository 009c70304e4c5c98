/*
 * detect_copy.c — copy.deepcopy() of a name.
 *
 * node = the call; anchors[0] = the argument.
 *
 * Condition: plain_contents: lists and dicts of plain values, and lists of those, are copied the same by slices; guarded.
 */
#include "analyze_internal.h"

/* The name is bound by one import of the module, at its top level, and by nothing else. */
static bool is_import(struct job *job, uint32_t name, str module, str imported)
{
    const struct py_tree *t = py_tree(job->module);
    uint32_t symbol = py_binding(job->module, name), found = 0;

    for (uint32_t n = 1; symbol != UINT32_MAX && n < t->count; n++) {
        bool alias = t->nodes[n].kind == PY_alias, bound;
        uint32_t statement = t->nodes[n].parent;

        if (!alias && (t->nodes[n].kind != PY_Name || t->nodes[n].op == PY_LOAD || t->nodes[n].name != t->nodes[name].name))
            continue;
        if (!alias) {
            if (py_binding(job->module, n) == symbol)
                return false;
            continue;
        }
        bound = str_equal(py_name(t, n), py_name(t, name)) && !py_first(t, n) &&
                py_binding(job->module, n) == symbol;
        if (!bound)
            continue;
        if (found || t->nodes[statement].parent != 0 ||
            (imported.len ? t->nodes[statement].kind != PY_ImportFrom || !str_equal(py_name(t, statement), module) ||
                                !str_equal(py_name(t, n), imported)
                          : t->nodes[statement].kind != PY_Import || !str_equal(py_name(t, n), module)))
            return false;
        found = n;
    }
    return found != 0;
}

/* copy.deepcopy(…), or deepcopy(…) */
static bool is_deepcopy(struct job *job, uint32_t func)
{
    const struct py_tree *t = py_tree(job->module);
    uint32_t owner = py_child(t, func, PY_F_value);

    if (!str_equal(py_name(t, func), S("deepcopy")))
        return false;
    if (t->nodes[func].kind == PY_Attribute)
        return t->nodes[owner].kind == PY_Name && is_import(job, owner, S("copy"), S(""));
    return t->nodes[func].kind == PY_Name && is_import(job, func, S("copy"), S("deepcopy"));
}

static void detect(struct job *job)
{
    const struct py_tree *t = py_tree(job->module);

    for (uint32_t n = 1; n < t->count; n++) {
        uint32_t argument = py_child(t, n, PY_F_args);
        struct finding *f;

        if (t->nodes[n].kind != PY_Call || py_count_in(t, n, PY_F_args) != 1 || py_child(t, n, PY_F_keywords) ||
            t->nodes[argument].kind == PY_Starred || !is_deepcopy(job, py_child(t, n, PY_F_func)))
            continue;
        f = finding_begin(job, PATTERN_plain_copy, n);
        f->anchors[0] = argument;
        finding_needs(job, f, S("plain_contents"), CERTAINTY_NEEDS_GUARD, f->line,
                      S("the exact types of the contents are looked at before"));
        f->benefit = (struct benefit){ .work = py_work(job->facts, n), .speedup = 15,
                                       .model = S("a call of the interpreter per item → one call per row") };
        finding_end(f);
    }
}

const struct detector detect_copy = { .pattern = PATTERN_plain_copy, .detect = detect };

/*
 * imports.c — names that emitted code needs from the standard library.
 *
 * An import goes behind those of the module's head, so that the name is there before any
 * function of the module can run. A name that the module already uses is taken only when it
 * certainly is what is needed: imported once, at the top level, above the user, and bound by
 * nothing else.
 */
#include "transform_internal.h"

uint32_t import_place(const struct rewriting *rw)
{
    const struct py_tree *t = rw->tree;
    uint32_t last = 0;
    for (uint32_t s = py_first(t, 0); s; s = py_next(t, 0, s)) {
        enum py_kind kind = (enum py_kind) t->nodes[s].kind;
        bool docstring = !last && kind == PY_Expr &&
                         t->nodes[py_child(t, s, PY_F_value)].kind == PY_Constant;
        if (kind != PY_Import && kind != PY_ImportFrom && !docstring)
            break;
        last = s;
    }
    if (last)
        return (uint32_t) layout_line_end(t->source, t->nodes[last].end);
    size_t at = 0;
    while (at < t->source.len && t->source.ptr[at] == '#')
        at = layout_line_end(t->source, at);
    return (uint32_t) at;
}

/* The top-level `from module import name` that binds the name; 0 when there is none. */
static uint32_t present_import(const struct rewriting *rw, str module, str name)
{
    const struct py_tree *t = rw->tree;
    for (uint32_t s = py_first(t, 0); s; s = py_next(t, 0, s))
        for (uint32_t a = py_first(t, s); t->nodes[s].kind == PY_ImportFrom && a;
             a = py_next(t, s, a))
            if (str_equal(py_name(t, s), module) && str_equal(py_name(t, a), name) &&
                !py_first(t, a))
                return a;
    return 0;
}

static uint32_t count_binders(const struct rewriting *rw, str name)
{
    const uint32_t binds =
        PY_SYM_PARAMETER | PY_SYM_ASSIGNED | PY_SYM_IMPORTED | PY_SYM_GLOBAL_DECL;
    uint32_t count = 0;
    for (uint32_t i = 0; i < rw->scopes->symbol_count; i++)
        count += (rw->scopes->symbols[i].flags & binds) &&
                 str_equal(rw->tree->names[rw->scopes->symbols[i].name], name);
    for (uint32_t n = 1; n < rw->tree->count; n++)
        count += rw->tree->nodes[n].kind == PY_Name && rw->tree->nodes[n].op != PY_LOAD &&
                 str_equal(py_name(rw->tree, n), name);
    return count;
}

bool can_import(const struct rewriting *rw, uint32_t user, str module, str name)
{
    uint32_t present = present_import(rw, module, name);
    for (uint32_t i = 0; i < rw->scopes->scope_count; i++)
        if (rw->scopes->scopes[i].dynamic)
            return false;
    if (!present)
        return str_equal(fresh_name(rw, name), name);
    return present < top_level_statement(rw, user) && count_binders(rw, name) == 1;
}

void use_import(struct rewriting *rw, struct candidate *c, str module, str name)
{
    const struct py_tree *t = rw->tree;
    if (present_import(rw, module, name))
        return;
    uint32_t place = import_place(rw), first = py_first(t, 0);
    bool is_import = t->nodes[first].kind == PY_Import || t->nodes[first].kind == PY_ImportFrom;
    bool above_code = !is_import && place == t->nodes[first].start;
    add_edit(rw, c, place, place,
             in_layout(rw, S(""),
                       arena_printf(rw->arena, "from %.*s import %.*s\n%s", STR_ARG(module),
                                    STR_ARG(name),
                                    !above_code                ? ""
                                    : is_definition(rw, first) ? "\n\n"
                                                               : "\n")));
}

/*
 * imports.c — names that emitted code needs from the standard library.
 *
 * An import goes among those of the module's head, so that the name is there before any
 * function of the module can run: into a statement that imports from the same module, else to its
 * place in the group of the standard library, as isort orders it (`import` lines first, then `from` lines
 * by module), else into a group of its own above the others. A name that the module already uses is taken only when it
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

/* ---- placing ---------------------------------------------------------------------------- */

static bool is_standard(const struct py_tree *t, uint32_t statement)
{
    static const char *const modules[] = {
#define STANDARD_MODULE(name) #name,
#include "standard_modules.def"
#undef STANDARD_MODULE
    };
    bool from = t->nodes[statement].kind == PY_ImportFrom;
    str module = py_name(t, from ? statement : py_first(t, statement));
    size_t dot = str_find(module, S("."));
    module = str_slice(module, 0, dot == SIZE_MAX ? module.len : dot);
    for (size_t i = 0; i < ARRAY_LEN(modules) && !(from && t->nodes[statement].op); i++)
        if (str_equal(module, str_from(modules[i])))
            return true;
    return false;
}

static bool is_future(const struct py_tree *t, uint32_t statement)
{
    return t->nodes[statement].kind == PY_ImportFrom &&
           str_equal(py_name(t, statement), S("__future__"));
}

/* The import statement of the head behind `after`, the first for 0; 0 when there is no other. */
static uint32_t head_import(const struct rewriting *rw, uint32_t after)
{
    const struct py_tree *t = rw->tree;
    uint32_t place = import_place(rw);
    uint32_t s = after ? py_next(t, 0, after) : py_first(t, 0);
    while (s && t->nodes[s].start < place && t->nodes[s].kind != PY_Import &&
           t->nodes[s].kind != PY_ImportFrom)
        s = py_next(t, 0, s);
    return s && t->nodes[s].start < place ? s : 0;
}

/* Adds the name to a statement of one line that imports from the module already. */
static bool joined(struct rewriting *rw, struct candidate *c, str module, str name)
{
    const struct py_tree *t = rw->tree;
    for (uint32_t s = head_import(rw, 0); s; s = head_import(rw, s)) {
        if (t->nodes[s].kind != PY_ImportFrom || t->nodes[s].op ||
            !str_equal(py_name(t, s), module) || py_line(t, s) != py_end_line(t, s) ||
            str_equal(py_name(t, py_first(t, s)), S("*")))
            continue;
        uint32_t last = 0;
        for (uint32_t a = py_first(t, s); a; a = py_next(t, s, a)) {
            if (str_compare(name, py_name(t, a)) < 0) {
                add_edit(rw, c, t->nodes[a].start, t->nodes[a].start,
                         arena_printf(rw->arena, "%.*s, ", STR_ARG(name)));
                return true;
            }
            last = a;
        }
        add_edit(rw, c, t->nodes[last].end, t->nodes[last].end,
                 arena_printf(rw->arena, ", %.*s", STR_ARG(name)));
        return true;
    }
    return false;
}

/* The statement behind which a `from module` line belongs: the last of the standard library that
 * comes before it in the order; 0 when none does. *first_standard: the first of that group. */
static uint32_t predecessor(const struct rewriting *rw, str module, uint32_t *first_standard)
{
    const struct py_tree *t = rw->tree;
    uint32_t found = 0;
    *first_standard = 0;
    for (uint32_t s = head_import(rw, 0); s; s = head_import(rw, s)) {
        if (is_future(t, s) || !is_standard(t, s))
            continue;
        *first_standard = *first_standard ? *first_standard : s;
        if (t->nodes[s].kind == PY_Import || str_compare(py_name(t, s), module) <= 0)
            found = s;
    }
    return found;
}

/* Where the new line goes, and what stands in front of and behind it. */
static uint32_t line_place(const struct rewriting *rw, str module, const char **before,
                           const char **behind)
{
    const struct py_tree *t = rw->tree;
    uint32_t first_standard, others = 0, first = py_first(t, 0);
    uint32_t found = predecessor(rw, module, &first_standard);
    *before = *behind = "";
    if (found)
        return (uint32_t) layout_line_end(t->source, t->nodes[found].end);
    if (first_standard)
        return (uint32_t) layout_line_start(t->source, t->nodes[first_standard].start);
    for (uint32_t s = head_import(rw, 0); s; s = head_import(rw, s))
        others = others || is_future(t, s) ? others : s;
    if (others) {
        *behind = "\n";
        return (uint32_t) layout_line_start(t->source, t->nodes[others].start);
    }
    uint32_t place = import_place(rw);
    if (head_import(rw, 0)) /* from __future__ only */
        *before = "\n";
    else if (place == t->nodes[first].start)
        *behind = is_definition(rw, first) ? "\n\n" : "\n";
    return place;
}

/* Lines for other names that this candidate has put at the place already; NULL when there are none. */
static struct edit *lines_at(struct candidate *c, uint32_t place)
{
    for (uint32_t i = 0; i < c->edits.count; i++) {
        struct edit *e = &c->edits.items[i];
        if (e->start == place && e->end == place && str_starts(str_trim(e->text), S("from ")))
            return e;
    }
    return NULL;
}

/* Adds the name to those lines: to the one of its module, or by a line of its own in their order. */
static void join_lines(struct rewriting *rw, struct edit *e, str module, str name)
{
    str head = arena_printf(rw->arena, "from %.*s import ", STR_ARG(module));
    size_t at = str_find(e->text, S("from ")), end = at;
    while (at < e->text.len && str_starts(str_slice(e->text, at, e->text.len), S("from "))) {
        str line = str_slice(e->text, at, e->text.len);
        end = layout_line_end(e->text, at);
        if (str_starts(line, head)) {
            bool first = str_compare(name, str_slice(line, head.len, line.len)) < 0;
            size_t place = first ? at + head.len : end - rw->layout.newline.len;
            str text = arena_printf(rw->arena, first ? "%.*s, " : ", %.*s", STR_ARG(name));
            e->text = arena_printf(rw->arena, "%.*s%.*s%.*s", STR_ARG(str_slice(e->text, 0, place)), STR_ARG(text),
                                   STR_ARG(str_slice(e->text, place, e->text.len)));
            return;
        }
        if (str_compare(line, head) > 0) {
            end = at;
            break;
        }
        at = end;
    }
    e->text = arena_printf(rw->arena, "%.*s%.*s%.*s%.*s%.*s", STR_ARG(str_slice(e->text, 0, end)), STR_ARG(head), STR_ARG(name),
                           STR_ARG(rw->layout.newline), STR_ARG(str_slice(e->text, end, e->text.len)));
}

void use_import(struct rewriting *rw, struct candidate *c, str module, str name)
{
    const char *before, *behind;
    if (present_import(rw, module, name) || joined(rw, c, module, name))
        return;
    uint32_t place = line_place(rw, module, &before, &behind);
    struct edit *lines = lines_at(c, place);
    if (lines) {
        join_lines(rw, lines, module, name);
        return;
    }
    add_edit(rw, c, place, place,
             in_layout(rw, S(""),
                       arena_printf(rw->arena, "%sfrom %.*s import %.*s\n%s", before,
                                    STR_ARG(module), STR_ARG(name), behind)));
}

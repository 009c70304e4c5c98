/*
 * emit.c — where new lines go and how they look.
 *
 * Helper texts are written in this project's layout ("\n", four spaces, double quotes) and
 * turned into the file's own. Text of the user's that is quoted in emitted lines stands on
 * one line. Helpers go above the first definition of the module, so that candidates for
 * different functions share one copy, or above the top-level statement that uses them when
 * that comes earlier.
 */
#include "transform_internal.h"

bool refuse(str *ret_why, const char *why)
{
    *ret_why = str_from(why);
    return false;
}

bool may_start(const struct rewriting *rw, const char *executor, str *ret_why)
{
    str widest = rw->job->request.target.executor;
    bool any = !str_equal(widest, S("thread")) && !str_equal(widest, S("asyncio"));
    return any || str_equal(widest, str_from(executor)) ||
           refuse(ret_why, "target.executor does not allow it");
}

str text_of(const struct rewriting *rw, uint32_t node)
{
    return py_text(rw->tree, node);
}

uint32_t top_level_statement(const struct rewriting *rw, uint32_t node)
{
    while (rw->tree->nodes[node].parent)
        node = rw->tree->nodes[node].parent;
    return node;
}

/* A definition starts at its first decorator. */
static uint32_t first_byte(const struct rewriting *rw, uint32_t statement)
{
    uint32_t decorator = py_child(rw->tree, statement, PY_F_decorator_list);
    return rw->tree->nodes[decorator ? decorator : statement].start;
}

bool starts_line(const struct rewriting *rw, uint32_t statement)
{
    str source = rw->tree->source;
    size_t start = rw->tree->nodes[statement].start;
    size_t line = layout_line_start(source, start);
    return layout_indent_at(source, start).len == start - line;
}

bool has_room_for_local(const struct rewriting *rw, uint32_t statement)
{
    return !in_class_body(rw, statement) && starts_line(rw, statement);
}

/* The parent evaluates what stands in this field whenever it is evaluated itself. */
static bool passes_through(enum py_kind kind, enum py_field field)
{
    switch (kind) {
    case PY_Assign: case PY_AnnAssign: case PY_AugAssign: case PY_Return: case PY_Expr:
    case PY_Call: case PY_keyword: case PY_BinOp: case PY_UnaryOp: case PY_Tuple: case PY_List:
    case PY_Dict: case PY_Set: case PY_Attribute: case PY_JoinedStr: case PY_FormattedValue:
        return true;
    case PY_Subscript:
        return field == PY_F_value;
    case PY_Compare:
        return field == PY_F_left;
    default:
        return false;
    }
}

bool evaluated_first(const struct rewriting *rw, uint32_t node, uint32_t statement)
{
    const struct py_tree *t = rw->tree;
    for (uint32_t at = node; at != statement; at = t->nodes[at].parent) {
        uint32_t parent = t->nodes[at].parent;
        bool test = t->nodes[parent].kind == PY_If && t->nodes[at].field == PY_F_test &&
                    str_starts(text_of(rw, parent), S("if"));
        if (!test && !passes_through((enum py_kind) t->nodes[parent].kind,
                                    (enum py_field) t->nodes[at].field))
            return false;
    }
    uint32_t target = py_child(t, statement, PY_F_targets); /* evaluated after the value */
    for (uint32_t n = statement + 1; n < node; n++) {
        enum py_kind kind = (enum py_kind) t->nodes[n].kind;
        bool text = kind == PY_Attribute && t->nodes[py_child(t, n, PY_F_value)].kind == PY_Constant;
        bool quiet = kind == PY_Name || kind == PY_Constant || text;
        if (!quiet && !py_inside(t, node, n) && !(target && py_inside(t, n, target)))
            return false;
    }
    return true;
}

/* The first WHOLE_CONSUMERS take all items, the others may stop early. */
static const char *const consumers[] = { "dict", "frozenset", "list", "max", "min", "set", "sorted",
                                         "sum", "tuple", "all", "any", "next" };
enum { WHOLE_CONSUMERS = 9 };

static bool is_consumed(const struct rewriting *rw, uint32_t generator, size_t count)
{
    uint32_t call = rw->tree->nodes[generator].parent;
    uint32_t func = py_child(rw->tree, call, PY_F_func);
    for (size_t i = 0; i < count && rw->tree->nodes[call].kind == PY_Call; i++)
        if (py_is_builtin(rw->module, func, str_from(consumers[i])))
            return true;
    return false;
}

bool consumed_at_once(const struct rewriting *rw, uint32_t generator)
{
    return is_consumed(rw, generator, ARRAY_LEN(consumers));
}

/* "sep".join(generator) */
static bool is_joined(const struct rewriting *rw, uint32_t generator)
{
    const struct py_tree *t = rw->tree;
    uint32_t call = t->nodes[generator].parent, func = py_child(t, call, PY_F_func);
    if (t->nodes[call].kind != PY_Call || t->nodes[func].kind != PY_Attribute)
        return false;
    uint32_t text = py_child(t, func, PY_F_value);
    return str_equal(py_name(t, func), S("join")) && t->nodes[text].kind == PY_Constant &&
           t->nodes[text].op == PY_CONST_STR;
}

bool consumed_whole(const struct rewriting *rw, uint32_t generator)
{
    uint32_t call = rw->tree->nodes[generator].parent;
    return rw->tree->nodes[generator].field == PY_F_args &&
           py_child(rw->tree, call, PY_F_args) == generator &&
           (is_consumed(rw, generator, WHOLE_CONSUMERS) || is_joined(rw, generator));
}

bool may_run_later(const struct rewriting *rw, uint32_t loop, uint32_t node)
{
    const struct py_tree *t = rw->tree;
    for (uint32_t at = node; at != loop; at = t->nodes[at].parent) {
        enum py_kind kind = (enum py_kind) t->nodes[at].kind;
        if (kind == PY_Lambda || kind == PY_FunctionDef || kind == PY_AsyncFunctionDef ||
            (kind == PY_GeneratorExp && !consumed_at_once(rw, at)))
            return true;
    }
    for (uint32_t n = loop; n < t->nodes[loop].extent; n++) {
        enum py_kind kind = (enum py_kind) t->nodes[n].kind;
        if (kind == PY_Yield || kind == PY_YieldFrom || kind == PY_Await || kind == PY_AsyncFor ||
            kind == PY_AsyncWith)
            return true;
    }
    return t->nodes[loop].kind == PY_GeneratorExp && !consumed_at_once(rw, loop);
}

void add_edit(struct rewriting *rw, struct candidate *c, uint32_t start, uint32_t end, str text)
{
    *VEC_PUSH(rw->arena, &c->edits) = (struct edit){ start, end, text };
}

str in_layout(const struct rewriting *rw, str indent, str lines)
{
    struct buf out = { 0 };
    for (size_t at = 0; at < lines.len;) {
        size_t end = layout_line_end(lines, at);
        bool blank = lines.ptr[at] == '\n';
        if (!blank)
            buf_append(&out, indent);
        for (; at + 4 <= end && !memcmp(lines.ptr + at, "    ", 4); at += 4)
            buf_append(&out, rw->layout.indent_unit);
        for (; at < end && lines.ptr[at] != '\n'; at++)
            buf_byte(&out, lines.ptr[at]);
        if (at < end)
            buf_append(&out, rw->layout.newline);
        at = end;
    }
    str text = arena_str(rw->arena, buf_str(&out));
    buf_free(&out);
    return text;
}

uint32_t insert_before(struct rewriting *rw, struct candidate *c, uint32_t statement, str lines)
{
    str source = rw->tree->source;
    uint32_t start = rw->tree->nodes[statement].start;
    uint32_t line = (uint32_t) layout_line_start(source, start);
    add_edit(rw, c, line, line, in_layout(rw, layout_indent_at(source, start), lines));
    return c->edits.count - 1;
}

bool ends_line(const struct rewriting *rw, uint32_t statement)
{
    str source = rw->tree->source;
    uint32_t next = py_next(rw->tree, rw->tree->nodes[statement].parent, statement);
    size_t end = layout_line_end(source, rw->tree->nodes[statement].end);
    return end > 0 && source.ptr[end - 1] == '\n' &&
           (!next || py_line(rw->tree, next) > py_end_line(rw->tree, statement));
}

void insert_behind(struct rewriting *rw, struct candidate *c, uint32_t statement, str lines)
{
    str source = rw->tree->source;
    uint32_t line = (uint32_t) layout_line_end(source, rw->tree->nodes[statement].end);
    str indent = layout_indent_at(source, rw->tree->nodes[statement].start);
    add_edit(rw, c, line, line, in_layout(rw, indent, lines));
}

void indent_lines(struct rewriting *rw, struct candidate *c, uint32_t statement)
{
    str source = rw->tree->source;
    size_t line = layout_line_start(source, rw->tree->nodes[statement].start);
    for (; line < rw->tree->nodes[statement].end; line = layout_line_end(source, line))
        if (source.ptr[line] != '\n' && source.ptr[line] != '\r')
            add_edit(rw, c, (uint32_t) line, (uint32_t) line, rw->layout.indent_unit);
}

bool is_definition(const struct rewriting *rw, uint32_t node)
{
    enum py_kind kind = (enum py_kind) rw->tree->nodes[node].kind;
    return kind == PY_FunctionDef || kind == PY_AsyncFunctionDef || kind == PY_ClassDef;
}

/* The line above which helpers go: comments that touch the definition stay with it, except at
 * the very top of the file, where they are about the file. */
static uint32_t helper_place(const struct rewriting *rw, uint32_t user)
{
    const struct py_tree *t = rw->tree;
    uint32_t before = top_level_statement(rw, user);
    uint32_t s = py_first(t, 0);
    while (s != before && !is_definition(rw, s))
        s = py_next(t, 0, s);
    before = s;
    str source = t->source;
    size_t place = layout_line_start(source, first_byte(rw, before)), line = place;
    while (line > 0) {
        line = layout_line_start(source, line - 1);
        if (source.ptr[line] != '#')
            return (uint32_t) place;
        if (line > 0)
            place = line;
        else
            return (uint32_t) layout_line_start(source, first_byte(rw, before));
    }
    return (uint32_t) place;
}

/* The module has a top-level function or class of this name. */
static uint32_t top_level_def(const struct rewriting *rw, str name)
{
    const struct py_tree *t = rw->tree;
    for (uint32_t s = py_first(t, 0); s; s = py_next(t, 0, s))
        if ((t->nodes[s].kind == PY_FunctionDef || t->nodes[s].kind == PY_ClassDef) && str_equal(py_name(t, s), name))
            return s;
    return 0;
}

/* A helper in the file's layout; single quotes replace double ones, except those of docstrings. */
static str helper_text(const struct rewriting *rw, str source)
{
    str text = in_layout(rw, S(""), source);
    char *out = arena_cstr(rw->arena, text);
    for (size_t at = 1; at + 1 < text.len; at++)
        if (out[at] == '"' && text.ptr[at - 1] != '"' && text.ptr[at + 1] != '"')
            out[at] = rw->layout.quote;
    return (str){ out, text.len };
}

static str renamed(const struct rewriting *rw, str source, str name, str final)
{
    size_t at = str_find(source, name);
    str head = str_slice(source, 0, at), tail = str_slice(source, at + name.len, source.len);
    return arena_printf(rw->arena, "%.*s%.*s%.*s", STR_ARG(head), STR_ARG(final), STR_ARG(tail));
}

str use_helper(struct rewriting *rw, struct candidate *c, uint32_t user, str name, str source)
{
    uint32_t present = top_level_def(rw, name);
    bool above = present && present < top_level_statement(rw, user);
    if (above && str_equal(text_of(rw, present), str_trim(helper_text(rw, source))))
        return name;
    str final = fresh_name(rw, name);
    str lines = str_equal(final, name) ? source : renamed(rw, source, name, final);
    lines = arena_printf(rw->arena, "%.*s\n\n", STR_ARG(lines));
    uint32_t place = helper_place(rw, user);
    add_edit(rw, c, place, place, helper_text(rw, lines));
    return final;
}

str compose_helper(const struct rewriting *rw, const struct fragment *fragments, size_t count, unsigned needed)
{
    str text = S("");
    for (size_t i = 0; i < count; i++)
        if ((needed & fragments[i].with) == fragments[i].with && !(needed & fragments[i].without))
            text = arena_printf(rw->arena, "%.*s%s", STR_ARG(text), fragments[i].text);
    return text;
}

void add_definition(struct rewriting *rw, struct candidate *c, uint32_t user, str definition)
{
    uint32_t place = helper_place(rw, user);
    str newline = rw->layout.newline;
    add_edit(rw, c, place, place,
             arena_printf(rw->arena, "%.*s%.*s%.*s", STR_ARG(definition), STR_ARG(newline),
                          STR_ARG(newline)));
}

void add_condition(struct rewriting *rw, struct candidate *c, const char *name, bool holds,
                   enum certainty needs, uint32_t line, const char *why)
{
    *VEC_PUSH(rw->arena, &c->conditions) = (struct condition){
        .name = str_from(name), .holds = holds, .needs = needs,
        .evidence_line = line, .why = str_from(why),
    };
}

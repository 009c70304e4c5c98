/*
 * growing.c — text in an attribute grows in place.
 *
 *     self.text += "| " + name        text_so_far = self.text
 *                                     piece = "| " + name
 *                                     if type(self) is Table and type(text_so_far) is type(piece) is str:
 *                                         self.text = None  # no second reference: the text grows in place
 *                                     text_so_far += piece
 *                                     self.text = text_so_far
 *
 * Why it is the same: the attribute is read before the piece is evaluated and stored after the addition, as the statement
 * does. Where it is None in between, nothing but the addition of two exact texts happens, and nobody sees it (detector).
 * For everything else the lines are what the statement means, one step each (Language Reference, 7.2.1).
 *
 * What is needed here: a line of its own for the statement, the builtins and the class by their names.
 */
#include "transform_internal.h"

static bool legal(struct rewriting *rw, const struct finding *f, str *ret_why)
{
    static const char *const builtins[] = { "type", "str", NULL };
    if (!starts_line(rw, f->node) || !ends_line(rw, f->node) || !on_one_line(rw, f->node))
        return refuse(ret_why, "the statement does not stand on a line of its own");
    uint32_t scope = rw->scopes->scope_of[f->node];
    uint32_t symbol = py_symbol_named(rw->module, scope, rw->tree->nodes[f->anchors[2]].name);
    if (symbol != UINT32_MAX && !(rw->scopes->symbols[symbol].flags & PY_SYM_GLOBAL))
        return refuse(ret_why, "the name of the class means something else here");
    return !shadows_builtin(rw, f->node, builtins) ||
           refuse(ret_why, "the module rebinds a builtin that the rewrite needs");
}

/* "text_so_far" of self.__text */
static str local_name(const struct rewriting *rw, uint32_t attribute)
{
    str name = py_name(rw->tree, attribute);
    while (str_starts(name, S("_")))
        name = str_slice(name, 1, name.len);
    return fresh_local(rw, py_function_of(rw->tree, attribute), arena_printf(rw->arena, "%.*s_so_far", STR_ARG(name)));
}

static void rewrite(struct rewriting *rw, const struct finding *f, struct candidate *c)
{
    const struct py_tree *t = rw->tree;
    uint32_t def = py_function_of(t, f->node), line = (uint32_t) layout_line_start(t->source, t->nodes[f->node].start);
    bool augmented = t->nodes[f->node].kind == PY_AugAssign;
    str attribute = text_of(rw, f->anchors[0]), self = text_of(rw, py_child(t, f->anchors[0], PY_F_value));
    str text = local_name(rw, f->anchors[0]), piece = fresh_local(rw, def, S("piece"));
    str sum = augmented ? arena_printf(rw->arena, "%.*s += %.*s", STR_ARG(text), STR_ARG(piece))
                        : arena_printf(rw->arena, "%.*s = %.*s + %.*s", STR_ARG(text), STR_ARG(text), STR_ARG(piece));
    str lines = arena_printf(rw->arena,
                             "%.*s = %.*s\n"
                             "%.*s = %.*s\n"
                             "if type(%.*s) is %.*s and type(%.*s) is type(%.*s) is str:\n"
                             "    %.*s = None  # no second reference: the text grows in place\n"
                             "%.*s\n"
                             "%.*s = %.*s\n",
                             STR_ARG(text), STR_ARG(attribute), STR_ARG(piece), STR_ARG(text_of(rw, f->anchors[1])), STR_ARG(self),
                             STR_ARG(py_name(t, f->anchors[2])), STR_ARG(text), STR_ARG(piece), STR_ARG(attribute), STR_ARG(sum),
                             STR_ARG(attribute), STR_ARG(text));
    lines = in_layout(rw, layout_indent_at(t->source, t->nodes[f->node].start), lines);
    add_edit(rw, c, line, t->nodes[f->node].end, str_slice(lines, 0, lines.len - rw->layout.newline.len));
    add_condition(rw, c, "exact_str", false, CERTAINTY_NEEDS_GUARD, f->line, "the exact types are tested each time");
}

const struct transform transform_growing = {
    .summary = "lets the text of an attribute grow in place instead of copying it for each piece",
    .legal = legal,
    .rewrite = rewrite,
};

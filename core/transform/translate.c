/*
 * translate.c — the piece for each different character is computed once, and the text is translated.
 *
 *     for letter in text:              if type(text) is type(result) is str and len(text) > 64 and …:
 *         if letter in alphabet:           def result_for(letter, alphabet=alphabet):
 *             result += alphabet[…]            result = ""
 *         else:                                if letter in alphabet:
 *             result += letter                     result += alphabet[…]
 *                                              else:
 *                                                  result += letter
 *                                              return result
 *
 *                                          result += text.translate({ord(c): result_for(c) for c in dict.fromkeys(text)})
 *                                      else:
 *                                          …the loop…
 *
 * Why it is the same: with exact types, tested for every name that the body reads, the piece is a function of the character;
 * str.translate puts the pieces together in the order of the text. Different characters are looked at in the order in which
 * they first occur, so the first one that raises is the one that would have raised. Dicts that are read have nothing but str as
 * values, so that adding one runs no code of the user's, and nothing but int and str as keys, so that looking one up runs none.
 *
 * What is needed here: lines of their own, no text over several lines, names that have values in front of the loop.
 */
#include "transform_internal.h"

static bool reads_items(const struct rewriting *rw, const struct finding *f, uint32_t name)
{
    const struct py_tree *t = rw->tree;
    for (uint32_t n = f->node; n < t->nodes[f->node].extent; n++) {
        enum py_kind parent = (enum py_kind) t->nodes[t->nodes[n].parent].kind;
        if (is_name(rw, n, t->nodes[name].name) && t->nodes[n].field == PY_F_value &&
            (parent == PY_Subscript || parent == PY_Attribute))
            return true;
    }
    return false;
}

static bool legal(struct rewriting *rw, const struct finding *f, str *ret_why)
{
    static const char *const builtins[] = { "type", "str", "int", "len", "dict", "ord", "map", NULL };
    const struct py_tree *t = rw->tree;
    if (shadows_builtin(rw, f->node, builtins))
        return refuse(ret_why, "the module rebinds a builtin that the rewrite needs");
    if (!starts_line(rw, f->node) || in_class_body(rw, f->node) ||
        py_line(t, py_child(t, f->node, PY_F_body)) == py_line(t, f->node))
        return refuse(ret_why, "there is no room for statements in its place");
    if (t->nodes[t->nodes[f->node].parent].kind == PY_If && t->nodes[f->node].field == PY_F_orelse &&
        str_find(text_of(rw, py_child(t, t->nodes[f->node].parent, PY_F_test)), S("is str and len(")) != SIZE_MAX)
        return refuse(ret_why, "this is already the fallback of the same rewriting");
    for (uint32_t n = f->node; n < t->nodes[f->node].extent; n++) {
        enum py_kind kind = (enum py_kind) t->nodes[n].kind;
        if ((kind == PY_Constant || kind == PY_JoinedStr) && !on_one_line(rw, n))
            return refuse(ret_why, "a string is written over several lines");
    }
    for (uint32_t i = 0; i < f->sites.count; i++)
        if (!surely_bound(rw, f->sites.items[i], f->node))
            return refuse(ret_why, "a name that has to be read first may have no value yet");
    return (surely_bound(rw, f->anchors[0], f->node) && surely_bound(rw, f->anchors[1], f->node)) ||
           refuse(ret_why, "the text or the result may have no value yet when the loop starts");
}

static str tests_text(const struct rewriting *rw, const struct finding *f)
{
    str text = text_of(rw, f->anchors[0]), result = text_of(rw, f->anchors[1]);
    str tests = arena_printf(rw->arena, "type(%.*s) is type(%.*s) is str and len(%.*s) > 64", STR_ARG(text), STR_ARG(result),
                             STR_ARG(text));
    for (uint32_t i = 0; i < f->sites.count; i++) {
        uint32_t site = f->sites.items[i];
        str name = text_of(rw, site);
        if (py_type_within(py_type_of(rw->facts, site), PY_T_INT | PY_T_STR))
            continue;
        tests = reads_items(rw, f, site)
                    ? arena_printf(rw->arena,
                                   "%.*s and (\n        type(%.*s) is str or type(%.*s) is dict and "
                                   "{str}.issuperset(map(type, %.*s.values()))\n"
                                   "        and {int, str}.issuperset(map(type, %.*s)))",
                                   STR_ARG(tests), STR_ARG(name), STR_ARG(name), STR_ARG(name), STR_ARG(name))
                    : arena_printf(rw->arena, "%.*s and type(%.*s) in (int, str)", STR_ARG(tests), STR_ARG(name));
    }
    return tests;
}

/* The lines of the body as they stand, one level deeper than the loop's own. */
static str body_lines(const struct rewriting *rw, const struct finding *f)
{
    const struct py_tree *t = rw->tree;
    str source = t->source;
    size_t line = layout_line_end(source, t->nodes[py_child(t, f->node, PY_F_iter)].end);
    struct buf out = { 0 };
    for (; line < t->nodes[f->node].end; line = layout_line_end(source, line)) {
        str text = str_slice(source, line, layout_line_end(source, line));
        if (str_trim(text).len)
            buf_append(&out, rw->layout.indent_unit);
        buf_append(&out, text);
    }
    if (out.len && out.ptr[out.len - 1] != '\n')
        buf_append(&out, rw->layout.newline);
    str lines = arena_str(rw->arena, buf_str(&out));
    buf_free(&out);
    return lines;
}

/* "letter, alphabet=alphabet": what the function reads from around it is handed over, so that names of the function around
 * stay as fast as they are. */
static str parameters(const struct rewriting *rw, const struct finding *f)
{
    str text = text_of(rw, py_child(rw->tree, f->node, PY_F_target));
    for (uint32_t i = 0; i < f->sites.count; i++) {
        str name = text_of(rw, f->sites.items[i]);
        uint32_t symbol = py_binding(rw->module, f->sites.items[i]);
        if (rw->scopes->scopes[rw->scopes->symbols[symbol].scope].kind == PY_SCOPE_FUNCTION)
            text = arena_printf(rw->arena, "%.*s, %.*s=%.*s", STR_ARG(text), STR_ARG(name), STR_ARG(name));
    }
    return text;
}

static void rewrite(struct rewriting *rw, const struct finding *f, struct candidate *c)
{
    const struct py_tree *t = rw->tree;
    uint32_t def = py_function_of(t, f->node), start = t->nodes[f->node].start;
    str text = text_of(rw, f->anchors[0]), result = text_of(rw, f->anchors[1]);
    str name = fresh_local(rw, def, arena_printf(rw->arena, "%.*s_for", STR_ARG(result)));
    str each = fresh_local(rw, def, S("character"));
    str indent = layout_indent_at(t->source, start);
    str head = arena_printf(rw->arena, "if %.*s:\n    def %.*s(%.*s):\n        %.*s = \"\"\n", STR_ARG(tests_text(rw, f)),
                            STR_ARG(name), STR_ARG(parameters(rw, f)), STR_ARG(result));
    str tail = arena_printf(rw->arena,
                            "        return %.*s\n\n    %.*s += %.*s.translate({ord(%.*s): %.*s(%.*s) for %.*s in "
                            "dict.fromkeys(%.*s)})\nelse:\n",
                            STR_ARG(result), STR_ARG(result), STR_ARG(text), STR_ARG(each), STR_ARG(name), STR_ARG(each),
                            STR_ARG(each), STR_ARG(text));
    uint32_t line = (uint32_t) layout_line_start(t->source, start);
    head = in_layout(rw, indent, head);
    tail = in_layout(rw, indent, tail);
    add_edit(rw, c, line, line,
             arena_printf(rw->arena, "%.*s%.*s%.*s", STR_ARG(head), STR_ARG(body_lines(rw, f)), STR_ARG(tail)));
    indent_lines(rw, c, f->node);
    add_condition(rw, c, "exact_types", false, CERTAINTY_NEEDS_GUARD, f->line, "exact types are tested in front of the loop");
}

const struct transform transform_translate = {
    .summary = "computes the piece for each different character once and translates the text",
    .legal = legal,
    .rewrite = rewrite,
};

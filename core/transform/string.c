/*
 * string.c — text that grows in a loop: pieces are collected and joined once.
 *
 *     for k in range(n):                     html_parts = [html]
 *         html = html + "<td>" + str(k)      for k in range(n):
 *                                                html_parts.append("<td>" + str(k))
 *                                            html = "".join(html_parts)
 *
 * The detector has shown that text and pieces are exactly str and that nothing sees the text
 * before the loop is over. Concatenation of str is associative, so (s + a) + b is s + (a + b).
 * The loop can end by exhaustion or break, after which the next line joins; return and raise
 * leave the function, where the text is dead. Needed here: the text surely has a value before
 * the loop, each site is written on one line, and there is room for a line in front of the
 * loop and behind it.
 */
#include "transform_internal.h"

/* What is appended, as written: all that follows `s +` or `s +=`. "" when parentheses or
 * comments are in the way. */
static str appended(const struct rewriting *rw, uint32_t statement)
{
    const struct py_tree *t = rw->tree;
    uint32_t value = py_child(t, statement, PY_F_value),
             name = py_child(t, statement, PY_F_target);
    bool augmented = t->nodes[statement].kind == PY_AugAssign;
    uint32_t end = t->nodes[augmented ? statement : value].end;
    for (uint32_t n = value; !augmented && t->nodes[n].kind == PY_BinOp; n = name)
        name = py_child(t, n, PY_F_left);
    str rest = str_trim(str_slice(t->source, t->nodes[name].end, end));
    str operator= augmented ? S("+=") : S("+");
    if (!str_starts(rest, operator) || !on_one_line(rw, statement))
        return S("");
    return str_trim(str_slice(rest, operator.len, rest.len));
}

static bool legal(struct rewriting *rw, const struct finding *f, str *ret_why)
{
    if (!starts_line(rw, f->node) || !ends_line(rw, f->node))
        return refuse(ret_why, "there is no room for a statement around the loop");
    if (!surely_bound(rw, f->anchors[0], f->node))
        return refuse(ret_why, "the text may have no value yet when the loop starts");
    for (uint32_t i = 0; i < f->sites.count; i++)
        if (!appended(rw, f->sites.items[i]).len)
            return refuse(ret_why, "what is appended is not written on one line");
    return true;
}

static void rewrite(struct rewriting *rw, const struct finding *f, struct candidate *c)
{
    const struct py_tree *t = rw->tree;
    str text = text_of(rw, f->anchors[0]);
    str parts = fresh_local(rw, py_function_of(t, f->node),
                            arena_printf(rw->arena, "%.*s_parts", STR_ARG(text)));
    insert_before(rw, c, f->node,
                  arena_printf(rw->arena, "%.*s = [%.*s]\n", STR_ARG(parts), STR_ARG(text)));
    for (uint32_t i = 0; i < f->sites.count; i++) {
        const struct py_node *site = &t->nodes[f->sites.items[i]];
        add_edit(rw, c, site->start, site->end,
                 arena_printf(rw->arena, "%.*s.append(%.*s)", STR_ARG(parts),
                              STR_ARG(appended(rw, f->sites.items[i]))));
    }
    uint32_t behind = (uint32_t) layout_line_end(t->source, t->nodes[f->node].end);
    str indent = layout_indent_at(t->source, t->nodes[f->node].start);
    add_edit(rw, c, behind, behind,
             in_layout(rw, indent,
                       arena_printf(rw->arena, "%.*s = %c%c.join(%.*s)\n", STR_ARG(text),
                                    rw->layout.quote, rw->layout.quote, STR_ARG(parts))));
}

const struct transform transform_string = {
    .summary = "collects the pieces of a text and joins them once",
    .legal = legal,
    .rewrite = rewrite,
};

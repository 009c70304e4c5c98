/*
 * append.c — a list grows in place instead of being copied for each item.
 *
 *     words = words + [word]        →      words.append(word)
 *     items = items + [a, b]        →      items.extend([a, b])
 *     items = items + page          →      if type(page) is type(items) is list:
 *                                              items.extend(page)
 *                                          else:
 *                                              items = items + page
 *
 * The operand is evaluated before the list changes, in both forms, and does not mention the list. That nobody can tell
 * the grown list from a new one is the detector's own_list and not_iterated. An operand of unknown type is looked at twice:
 * what is no name gets one first. Evaluating it cannot reach the list, which is this function's own.
 */
#include "transform_internal.h"

static bool needs_test(const struct finding *f)
{
    return f->certainty != CERTAINTY_PROVED;
}

/* A local in front of the statement shows to nobody. */
static bool can_be_named(const struct rewriting *rw, const struct finding *f)
{
    uint32_t operand = f->anchors[0], def = py_function_of(rw->tree, operand);
    for (uint32_t n = operand; n < rw->tree->nodes[operand].extent; n++)
        if (rw->tree->nodes[n].kind == PY_NamedExpr || rw->tree->nodes[n].kind == PY_Yield ||
            rw->tree->nodes[n].kind == PY_YieldFrom || rw->tree->nodes[n].kind == PY_Await)
            return false;
    return def && !rw->scopes->scopes[py_scope_of_node(rw->module, def)].dynamic && !in_class_body(rw, operand) &&
           surely_bound(rw, f->anchors[1], f->node);
}

static bool legal(struct rewriting *rw, const struct finding *f, str *ret_why)
{
    static const char *const builtins[] = { "type", "list", NULL };
    if (!needs_test(f))
        return true;
    if (rw->tree->nodes[f->anchors[0]].kind != PY_Name && !can_be_named(rw, f))
        return refuse(ret_why, "what is added is of unknown type, and there is no place to give it a name");
    if (shadows_builtin(rw, f->node, builtins))
        return refuse(ret_why, "the module rebinds a builtin that the rewrite needs");
    if (rw->tree->nodes[rw->tree->nodes[f->node].parent].kind == PY_If &&
        rw->tree->nodes[f->node].field == PY_F_orelse)
        return refuse(ret_why, "this is already the fallback of the same rewriting");
    return (starts_line(rw, f->node) && on_one_line(rw, f->node)) ||
           refuse(ret_why, "there is no room for statements in its place");
}

/* The one item of a display, 0 when there are more or fewer or it is starred. */
static uint32_t single_item(const struct rewriting *rw, uint32_t operand)
{
    const struct py_tree *t = rw->tree;
    uint32_t item = py_first(t, operand);
    bool one = t->nodes[operand].kind == PY_List && py_count_in(t, operand, PY_F_elts) == 1;
    return one && t->nodes[item].kind != PY_Starred ? item : 0;
}

static void rewrite(struct rewriting *rw, const struct finding *f, struct candidate *c)
{
    const struct py_node *statement = &rw->tree->nodes[f->node], *operand = &rw->tree->nodes[f->anchors[0]];
    str list = text_of(rw, f->anchors[1]);
    uint32_t item = single_item(rw, f->anchors[0]);
    if (needs_test(f)) {
        str added = text_of(rw, f->anchors[0]), first = S("");
        if (rw->tree->nodes[f->anchors[0]].kind != PY_Name) {
            str name = fresh_local(rw, py_function_of(rw->tree, f->node), S("added"));
            first = arena_printf(rw->arena, "%.*s = %.*s\n", STR_ARG(name), STR_ARG(added));
            added = name;
        }
        insert_before(rw, c, f->node,
                      arena_printf(rw->arena, "%.*sif type(%.*s) is type(%.*s) is list:\n    %.*s.extend(%.*s)\nelse:\n", STR_ARG(first),
                                   STR_ARG(added), STR_ARG(list), STR_ARG(list), STR_ARG(added)));
        indent_lines(rw, c, f->node);
        if (first.len)
            add_edit(rw, c, operand->start, operand->end, added);
        add_condition(rw, c, "operand_is_list", false, CERTAINTY_NEEDS_GUARD, f->line, "its exact type is tested");
        return;
    }
    const struct py_node *argument = item ? &rw->tree->nodes[item] : operand;
    add_edit(rw, c, statement->start, argument->start,
             arena_printf(rw->arena, item ? "%.*s.append(" : "%.*s.extend(", STR_ARG(list)));
    add_edit(rw, c, argument->end, statement->end, S(")"));
}

const struct transform transform_append = {
    .summary = "lets the list grow in place instead of copying it for each addition",
    .legal = legal,
    .rewrite = rewrite,
};

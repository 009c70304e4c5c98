/*
 * copy.c — deep copies of plain lists and of lists of them are made by slices.
 *
 *     following = copy.deepcopy(grid)        following = _copied(grid, copy.deepcopy)
 *
 * Why it is the same: of exact int, float, bool, str and None deepcopy() gives the object itself, of a list a new list in the
 * same order, of a dict a new dict with the same keys in the same order. An object that stands in the list twice would be one
 * object in the copy as well: rows have to be different objects. For everything else the helper calls deepcopy().
 *
 * What is needed here: the builtins that the helper uses mean what they should.
 */
#include "transform_internal.h"

static const char helper_source[] =
    "def _copied(value, deepcopy):\n"
    "    \"\"\"Give deepcopy(value); of lists of plain values, or of rows of plain values, without visiting each.\"\"\"\n"
    "    plain = {int, float, bool, str, type(None)}\n"
    "    if type(value) is not list:\n"
    "        return deepcopy(value)\n"
    "    kinds = set(map(type, value))\n"
    "    if kinds <= plain:\n"
    "        return value[:]\n"
    "    if len(kinds) == 1 and len(set(map(id, value))) == len(value):\n"
    "        if kinds == {list} and all(plain.issuperset(map(type, row)) for row in value):\n"
    "            return [row[:] for row in value]\n"
    "        if kinds == {dict} and all(plain.issuperset(map(type, row)) and\n"
    "                                   plain.issuperset(map(type, row.values())) for row in value):\n"
    "            return [row.copy() for row in value]\n"
    "    return deepcopy(value)\n";

static bool legal(struct rewriting *rw, const struct finding *f, str *ret_why)
{
    static const char *const builtins[] = { "int", "float", "bool", "str", "type", "list", "dict", "set",
                                            "map", "len",   "id",   "all", NULL };
    return !shadows_builtin(rw, f->node, builtins) ||
           refuse(ret_why, "the module rebinds a builtin that the rewrite needs");
}

static void rewrite(struct rewriting *rw, const struct finding *f, struct candidate *c)
{
    const struct py_tree *t = rw->tree;
    uint32_t func = py_child(t, f->node, PY_F_func);
    str helper = use_helper(rw, c, f->node, S("_copied"), str_from(helper_source));
    uint32_t end = t->nodes[f->anchors[0]].end;
    add_edit(rw, c, t->nodes[func].start, t->nodes[func].end, helper);
    add_edit(rw, c, end, end, arena_printf(rw->arena, ", %.*s", STR_ARG(text_of(rw, func))));
    add_condition(rw, c, "plain_contents", false, CERTAINTY_NEEDS_GUARD, f->line,
                  "the helper looks at the exact types of the contents");
}

const struct transform transform_copy = {
    .summary = "copies plain rows by slices instead of visiting every item",
    .legal = legal,
    .rewrite = rewrite,
};

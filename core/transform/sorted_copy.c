/*
 * sorted_copy.c — a list that grows and is sorted anew in every round has a sorted copy kept beside it.
 *
 *     seen = []                              seen = []
 *                                            seen_sorted = []
 *     for value in values:                   for value in values:
 *         seen.append(value)                     seen.append(value)
 *         ordered = sorted(seen)                 ordered = _sorted_growing(seen, seen_sorted)
 *
 * `_sorted_growing` (a helper above the first definition) puts what was added into its place in the sorted copy and gives a
 * copy of that: a new list each time, as sorted() does.
 *
 * It is the same because the detector has shown that the list does nothing but grow, and as the items are numbers without NaN,
 * or texts: such have one order, and no comparison of them runs code of the user's or raises. Each new one goes behind those
 * that equal it, which is what a stable sort does. The first item that is different ends it for good: then sorted() sorts,
 * as before. Short lists are not worth it.
 *
 * Needed here: lines of their own for the statements that make the list, builtins that mean what they say.
 */
#include "transform_internal.h"

static const char helper_source[] =
    "def _sorted_growing(items, kept):\n"
    "    \"\"\"Give sorted(items), of a list that only grows.\n"
    "\n"
    "    Kept are its first items in their order, or None for good, as they have none that is plain.\n"
    "    \"\"\"\n"
    "    if len(items) < 32 or kept and kept[0] is None:\n"
    "        return sorted(items)\n"
    "    added = items[len(kept):]\n"
    "    plain = {str} if type(items[0]) is str else {int, float, bool}\n"
    "    if not plain.issuperset(map(type, added)) or any(item != item for item in added):\n"
    "        kept[:] = [None]\n"
    "        return sorted(items)\n"
    "    if len(added) > 8 + len(items) // 64:\n"
    "        kept.extend(added)\n"
    "        kept.sort()\n"
    "    else:\n"
    "        for item in added:\n"
    "            insort(kept, item)\n"
    "    return kept.copy()\n";

static bool legal(struct rewriting *rw, const struct finding *f, str *ret_why)
{
    static const char *const builtins[] = { "len", "sorted", "str", "type", "int", "float", "bool", "map", "any", NULL };
    if (shadows_builtin(rw, f->node, builtins))
        return refuse(ret_why, "the module rebinds a builtin that the rewrite needs");
    if (!can_import(rw, f->node, S("bisect"), S("insort")))
        return refuse(ret_why, "a name that has to be imported means something else here");
    for (uint32_t i = 0; i < f->sites.count; i++)
        if (!starts_line(rw, f->sites.items[i]) || !ends_line(rw, f->sites.items[i]))
            return refuse(ret_why, "there is no room for a statement behind the one that makes the list");
    return true;
}

static void rewrite(struct rewriting *rw, const struct finding *f, struct candidate *c)
{
    const struct py_node *func = &rw->tree->nodes[py_child(rw->tree, f->node, PY_F_func)];
    const struct py_node *list = &rw->tree->nodes[f->anchors[0]];
    str kept = fresh_local(rw, py_function_of(rw->tree, f->node), arena_printf(rw->arena, "%.*s_sorted", STR_ARG(text_of(rw, f->anchors[0]))));
    use_import(rw, c, S("bisect"), S("insort"));
    str helper = use_helper(rw, c, f->node, S("_sorted_growing"), str_from(helper_source));
    for (uint32_t i = 0; i < f->sites.count; i++)
        insert_behind(rw, c, f->sites.items[i], arena_printf(rw->arena, "%.*s = []\n", STR_ARG(kept)));
    add_edit(rw, c, func->start, func->end, helper);
    add_edit(rw, c, list->end, list->end, arena_printf(rw->arena, ", %.*s", STR_ARG(kept)));
    add_condition(rw, c, "plain_items", false, CERTAINTY_NEEDS_GUARD, f->line,
                  "the helper looks at the exact types of what was added");
}

const struct transform transform_sorted_copy = {
    .summary = "keeps a sorted copy of the growing list instead of sorting all of it again",
    .legal = legal,
    .rewrite = rewrite,
};

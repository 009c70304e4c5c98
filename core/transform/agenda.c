/*
 * agenda.c — a list that is sorted in every round puts what was appended into its place.
 *
 *     events = [(0, start)]                      events = [(0, start)]
 *                                                events_order = (0, 0, None)
 *     while events:                              while events:
 *         events.sort()                              events_order = _sorted_again(events, events_order, 1)
 *         time, place = events.pop(0)                time, place = events.pop(0)
 *
 * `_sorted_again` (a helper above the first definition) gets the list, what it gave the last time, and how many items can have
 * been taken from the front meanwhile. Behind what is left of the sorted list stand the items that were appended; each goes
 * behind the last one that is not larger. That is what a stable sort gives, so the list is at every moment the one that it
 * was: nothing else in the program changes.
 *
 * It is the same because the detector has shown that nothing else happens to the list, and as items, or what the key reads in
 * them, are numbers without NaN, texts, None, or tuples of these, alike in every item: such have one order, no comparison of
 * them runs code of the user's or raises, and none can change. As soon as one is different, or where the list is short,
 * list.sort() sorts it as before.
 *
 * Needed here: lines of their own for the statements, a key that is written on one line, builtins that mean what they say.
 */
#include "transform_internal.h"

/* Shorter lists are sorted as quickly as looked at: tuples from about 150 items, numbers from about 600, and keys always
 * cost (measured on nearly sorted lists). */
enum { KEY = 1 };

static const struct fragment helper[] = {
    { 0, KEY, "def _sorted_again(items, known, taken):\n" },
    { KEY, 0, "def _sorted_again(items, known, taken, key):\n" },
    { 0, 0,
      "    \"\"\"Sort a list that at most `taken` items have left at the front since it was sorted; give what to know next time.\n"
      "\n"
      "    Known are: rounds with a long list, how many items were sorted, their common kind (None: not looked for, 0: none).\n"
      "    \"\"\"\n"
      "    rounds, place, kind = known\n" },
    { 0, KEY,
      "    if kind == 0 or len(items) < 160 or len(items) < 640 and type(items[0]) is not tuple:\n"
      "        items.sort()\n" },
    { KEY, 0,
      "    if kind == 0 or len(items) < 64:\n"
      "        items.sort(key=key)\n" },
    { 0, 0,
      "        return known if kind == 0 else (0, 0, None)\n"
      "\n"
      "    def kind_of(value):\n"
      "        if type(value) is tuple:\n"
      "            kinds = tuple(map(kind_of, value))\n"
      "            return 0 if 0 in kinds else kinds\n"
      "        if type(value) in (int, float, bool):\n"
      "            return 1 if value == value else 0\n"
      "        return 2 if type(value) is str else 3 if value is None else 0\n"
      "\n" },
    { KEY, 0,
      "    def kind_of_item(item):\n"
      "        return kind_of(key(item)) if type(item) is tuple else 0\n"
      "\n" },
    { 0, 0, "    if kind is None:\n" },
    { 0, KEY,
      "        items.sort()\n"
      "        kinds = set(map(kind_of, items)) if rounds == 64 else {None}\n" },
    { KEY, 0,
      "        items.sort(key=key)\n"
      "        kinds = set(map(kind_of_item, items)) if rounds == 64 else {None}\n" },
    { 0, 0,
      "        return rounds + 1, len(items), kinds.pop() if len(kinds) == 1 else 0\n"
      "    added = items[max(place - taken, 0):]\n" },
    { 0, KEY, "    alike = all(kind_of(item) == kind for item in added)\n" },
    { KEY, 0, "    alike = all(kind_of_item(item) == kind for item in added)\n" },
    { 0, 0, "    if not alike or len(added) > 8 + len(items) // 64:\n" },
    { 0, KEY, "        items.sort()\n" },
    { KEY, 0, "        items.sort(key=key)\n" },
    { 0, 0,
      "        return rounds, len(items), kind if alike else 0\n"
      "    del items[len(items) - len(added):]\n"
      "    for item in added:\n" },
    { 0, KEY, "        insort(items, item)\n" },
    { KEY, 0,
      "        low, high, value = 0, len(items), key(item)\n"
      "        while low < high:\n"
      "            middle = (low + high) // 2\n"
      "            low, high = (low, middle) if value < key(items[middle]) else (middle + 1, high)\n"
      "        items.insert(low, item)\n" },
    { 0, 0, "    return rounds, len(items), kind\n" },
};

static bool is_sort_method(const struct rewriting *rw, const struct finding *f)
{
    return rw->tree->nodes[f->anchors[0]].kind == PY_Expr;
}

static bool is_binding(const struct rewriting *rw, uint32_t site)
{
    return rw->tree->nodes[site].kind == PY_Assign &&
           rw->tree->nodes[py_child(rw->tree, site, PY_F_value)].kind != PY_Subscript;
}

/* At most so many are taken from one sort to the next. */
static int64_t taken(const struct rewriting *rw, const struct finding *f)
{
    const struct py_tree *t = rw->tree;
    int64_t sum = 0, count;
    for (uint32_t i = 0; i < f->sites.count; i++) {
        uint32_t site = f->sites.items[i], rest = py_child(t, site, PY_F_value);
        if (t->nodes[site].kind == PY_Call)
            sum++;
        else if (!is_binding(rw, site) && py_int_value(t, py_child(t, py_child(t, rest, PY_F_slice), PY_F_lower), &count))
            sum += count;
    }
    return sum;
}

static bool legal(struct rewriting *rw, const struct finding *f, str *ret_why)
{
    static const char *const builtins[] = { "type", "tuple", "map", "int", "float", "bool", "str", "set", "len", "max", "all", NULL };
    if (shadows_builtin(rw, f->anchors[0], builtins))
        return refuse(ret_why, "the module rebinds a builtin that the rewrite needs");
    if (!f->anchors[2] && !can_import(rw, f->node, S("bisect"), S("insort")))
        return refuse(ret_why, "a name that has to be imported means something else here");
    if (!starts_line(rw, f->anchors[0]) || (f->anchors[2] && !on_one_line(rw, f->anchors[2])))
        return refuse(ret_why, "the sort does not stand on a line of its own");
    for (uint32_t i = 0; i < f->sites.count; i++)
        if (is_binding(rw, f->sites.items[i]) && (!starts_line(rw, f->sites.items[i]) || !ends_line(rw, f->sites.items[i])))
            return refuse(ret_why, "there is no room for a statement behind the one that makes the list");
    return true;
}

static void rewrite(struct rewriting *rw, const struct finding *f, struct candidate *c)
{
    const struct py_node *sort = &rw->tree->nodes[f->anchors[0]];
    str list = text_of(rw, f->anchors[1]);
    str order = fresh_local(rw, py_function_of(rw->tree, f->node), arena_printf(rw->arena, "%.*s_order", STR_ARG(list)));
    str key = f->anchors[2] ? arena_printf(rw->arena, ", %.*s", STR_ARG(text_of(rw, f->anchors[2]))) : S("");
    if (!f->anchors[2])
        use_import(rw, c, S("bisect"), S("insort"));
    str source = compose_helper(rw, helper, ARRAY_LEN(helper), f->anchors[2] ? KEY : 0);
    str function = use_helper(rw, c, f->node, S("_sorted_again"), source);
    for (uint32_t i = 0; i < f->sites.count; i++)
        if (is_binding(rw, f->sites.items[i]))
            insert_behind(rw, c, f->sites.items[i], arena_printf(rw->arena, "%.*s = (0, 0, None)\n", STR_ARG(order)));
    add_edit(rw, c, sort->start, sort->end,
             arena_printf(rw->arena, "%.*s = %.*s(%.*s, %.*s, %d%.*s)", STR_ARG(order), STR_ARG(function), STR_ARG(list), STR_ARG(order),
                          (int) taken(rw, f), STR_ARG(key)));
    add_condition(rw, c, "plain_items", false, CERTAINTY_NEEDS_GUARD, f->line,
                  is_sort_method(rw, f) ? "the helper looks at the exact types of what was appended"
                                        : "the helper looks at the exact types; the list is this function's own");
}

const struct transform transform_agenda = {
    .summary = "puts what was appended into its place instead of sorting the whole list again",
    .legal = legal,
    .rewrite = rewrite,
};

/*
 * ranks.c — how many items are smaller than a value is read off a sorted copy.
 *
 *     for other in times:                 times_rank = _ranks(times)
 *         if other < time:                …
 *             rank += 1                   rank += times_rank("<", time)
 *
 * Why it is the same: the helper sorts a copy once, when the list has been asked for a few times, and only if all items are exact
 * ints and floats without NaN, or all are exact strings; then `<` is a total order and bisection gives the number of items on
 * either side of a value of such a type. Another value, another list: the helper counts as the loop did. Comparing with a
 * value of the user's may change the list: from then on it counts. Counts are ints, and
 * the counter is one (detector), so adding them at once is exact.
 *
 * What is needed here: a function of the user's around it, names that have values, and lines of their own for a loop.
 */
#include <ctype.h>

#include "transform_internal.h"

static const char helper_source[] =
    "def _ranks(items, stays=True):\n"
    "    \"\"\"Give a function that counts the items for which `item < value` holds; by bisection if they have an order.\n"
    "\n"
    "    Another comparison can be given; when it is turned, `value < item` is asked. `stays`: nothing else changes the items.\n"
    "    \"\"\"\n"
    "    import operator\n"
    "    from bisect import bisect_left, bisect_right\n"
    "\n"
    "    compares = {\"<\": operator.lt, \"<=\": operator.le, \">\": operator.gt, \">=\": operator.ge}\n"
    "    mirror = {\"<\": \">\", \"<=\": \">=\", \">\": \"<\", \">=\": \"<=\"}\n"
    "    ordered, kinds, calls = [], None, 0\n"
    "\n"
    "    def count(sign, value, turned=False):\n"
    "        nonlocal ordered, kinds, calls\n"
    "        calls += 1\n"
    "        if calls == 4 and stays and type(items) is list:\n"
    "            kinds = next((k for k in ({int, float}, {str}) if k.issuperset(map(type, items))), None)\n"
    "            if kinds and all(item == item for item in items):\n"
    "                ordered = sorted(items)\n"
    "            else:\n"
    "                kinds = None\n"
    "        if kinds and type(value) in kinds and value == value:\n"
    "            side = mirror[sign] if turned else sign\n"
    "            smaller = (bisect_left if side in (\"<\", \">=\") else bisect_right)(ordered, value)\n"
    "            return smaller if side in (\"<\", \"<=\") else len(ordered) - smaller\n"
    "        if type(value) not in (int, float, bool, str):\n"
    "            kinds, calls = None, 4\n"
    "        compare = compares[sign]\n"
    "        if turned:\n"
    "            return sum([1 for item in items if compare(value, item)])\n"
    "        return sum([1 for item in items if compare(item, value)])\n"
    "\n"
    "    return count\n";

static uint32_t place_of(const struct rewriting *rw, const struct finding *f)
{
    return py_is_statement((enum py_kind) rw->tree->nodes[f->node].kind) ? f->node : py_statement_of(rw->tree, f->node);
}

static bool is_loop(const struct rewriting *rw, const struct finding *f)
{
    return rw->tree->nodes[f->anchors[0]].kind == PY_For;
}

/* Of user's objects the left one is asked first: the fallback compares in the order of the original. */
static bool value_on_right(const struct rewriting *rw, const struct finding *f)
{
    return py_child(rw->tree, f->anchors[3], PY_F_comparators) == f->anchors[2];
}

static bool legal(struct rewriting *rw, const struct finding *f, str *ret_why)
{
    static const char *const builtins[] = { "type", "int", "float", "str", "list", "all",  "map",
                                            "next", "len", "sum",   "sorted", NULL };
    uint32_t statement = place_of(rw, f), place = f->anchors[0];
    uint32_t symbol = py_binding(rw->module, f->anchors[2]);
    bool clause = symbol != UINT32_MAX &&
                  rw->scopes->scopes[rw->scopes->symbols[symbol].scope].kind == PY_SCOPE_COMPREHENSION;
    if (shadows_builtin(rw, place, builtins))
        return refuse(ret_why, "the module rebinds a builtin that the rewrite needs");
    if (!has_room_for_local(rw, statement) || (is_loop(rw, f) && !starts_line(rw, place)))
        return refuse(ret_why, "there is no room for a local in front of the loop");
    if (may_run_later(rw, f->node, place))
        return refuse(ret_why, "the count may be taken later, when the list has changed");
    if (statement != f->node && !evaluated_first(rw, f->node, statement))
        return refuse(ret_why, "the comprehension may not be the first thing that its statement does");
    struct watched watched = watch(rw, f->anchors[1]);
    if (!can_test_iterables(rw, f->node, statement, &watched, ret_why))
        return false;
    return (surely_bound(rw, f->anchors[1], statement) &&
            (clause || surely_bound(rw, f->anchors[2], py_statement_of(rw->tree, place)))) ||
           refuse(ret_why, "a name that has to be read first may have no value yet");
}

static const char *sign_of(const struct rewriting *rw, const struct finding *f)
{
    switch (rw->tree->nodes[py_child(rw->tree, f->anchors[3], PY_F_ops)].op) {
    case PY_LT:
        return "<";
    case PY_LTE:
        return "<=";
    case PY_GT:
        return ">";
    default:
        return ">=";
    }
}

static void rewrite(struct rewriting *rw, const struct finding *f, struct candidate *c)
{
    const struct py_tree *t = rw->tree;
    const struct py_node *place = &t->nodes[f->anchors[0]];
    str list = text_of(rw, f->anchors[1]);
    char *lower = arena_cstr(rw->arena, list);
    for (char *at = lower; *at; at++)
        *at = (char) tolower((unsigned char) *at);
    str helper = use_helper(rw, c, f->node, S("_ranks"), str_from(helper_source));
    str name = fresh_local(rw, py_function_of(t, place_of(rw, f)), arena_printf(rw->arena, "%s_rank", lower));
    str count = arena_printf(rw->arena, "%.*s(%c%s%c, %.*s%s)", STR_ARG(name), rw->layout.quote, sign_of(rw, f),
                             rw->layout.quote, STR_ARG(text_of(rw, f->anchors[2])),
                             value_on_right(rw, f) ? "" : ", turned=True");
    if (is_loop(rw, f)) {
        uint32_t update = py_child(t, py_child(t, f->anchors[0], PY_F_body), PY_F_body);
        count = arena_printf(rw->arena, "%.*s += %.*s", STR_ARG(text_of(rw, py_child(t, update, PY_F_target))),
                             STR_ARG(count));
    }
    struct watched watched = watch(rw, f->anchors[1]);
    str stays = iterables_test(rw, f->node, &watched);
    bind_iterable(rw, c, f->node, place_of(rw, f), &watched);
    insert_before(rw, c, place_of(rw, f),
                  arena_printf(rw->arena, "%.*s = %.*s(%.*s%s%.*s)\n", STR_ARG(name), STR_ARG(helper), STR_ARG(list),
                               stays.len ? ", stays=" : "", STR_ARG(stays)));
    add_edit(rw, c, place->start, place->end, count);
    claim_iterables(rw, c, f, &watched);
    add_condition(rw, c, "have_an_order", false, CERTAINTY_NEEDS_GUARD, f->line,
                  "the helper looks at the exact types of the items and of the value");
}

const struct transform transform_ranks = {
    .summary = "counts smaller or larger items by bisection in a sorted copy",
    .legal = legal,
    .rewrite = rewrite,
};

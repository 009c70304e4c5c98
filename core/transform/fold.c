/*
 * fold.c — sums and extremes of parts of a list are taken from what is already known.
 *
 *     for first, last in queries:              rain_sum = _slice_sums(rain)
 *         … sum(rain[first:last + 1]) …        for first, last in queries:
 *                                                  … rain_sum(first, last + 1) …
 *
 *     … max(values[:k]) …                      values_max = _slice_extremes(values, max)
 *                                              … values_max(None, k) …
 *
 * Why it is the same:
 *  - A sum is the difference of two running totals, for exact ints only. Bools, floats and everything else make the helper
 *    add up the slice as before. An empty slice gives 0.
 *  - The largest item so far is carried along while both ends of the slice move forward (a monotonic
 *    queue); an end that moves back or lies outside, an empty slice, an item that is not an exact
 *    int or float, or NaN: the slice is looked at as before. Of equal items the first one is kept, as max() and min() do:
 *    0.0 and -0.0 are equal.
 *  - A bound that is no int runs its __index__, which may change the list: what was known is forgotten.
 *  - Neither table is made before slices as long as a quarter of the list have been read.
 *  - Items that are appended later are added when they are asked for; that no other change happens is the detector's.
 *
 * What is needed here: a function of the user's around it, and a list that has a value when the loop starts.
 */
#include <ctype.h>

#include "transform_internal.h"

static const char sums_source[] =
    "def _slice_sums(items, grows=False):\n"
    "    \"\"\"Give a function of start and stop that answers sum(items[start:stop]), from totals if all are int.\"\"\"\n"
    "    if type(items) is not list or len(items) < 16 and not grows:\n"
    "        return None\n"
    "    totals, exact, spent = [0], True, 0\n"
    "\n"
    "    def slice_sum(start, stop):\n"
    "        nonlocal exact, spent\n"
    "        if type(start) is int is type(stop) and 0 <= start <= stop < len(totals) == len(items) + 1:\n"
    "            return totals[stop] - totals[start]\n"
    "        first = 0 if start is None else start\n"
    "        last = len(items) if stop is None and exact else stop\n"
    "        if type(first) is not int or type(last) is not int:\n"
    "            exact = False\n"
    "            totals.clear()\n"
    "        if exact and first >= 0 and last >= 0:\n"
    "            last = min(last, len(items))\n"
    "            first = min(first, last)\n"
    "            spent += last - first\n"
    "            if 4 * spent > len(items):\n"
    "                new = items[len(totals) - 1:]\n"
    "                exact = {int}.issuperset(map(type, new))\n"
    "                for item in new if exact else ():\n"
    "                    totals.append(totals[-1] + item)\n"
    "                if exact:\n"
    "                    return totals[last] - totals[first]\n"
    "                totals.clear()\n"
    "        return sum(items[start:stop])\n"
    "\n"
    "    return slice_sum\n";

static const char extremes_source[] =
    "def _slice_extremes(items, best, grows=False):\n"
    "    \"\"\"Give a function of start and stop that answers best(items[start:stop]); cheap while both move forward.\"\"\"\n"
    "    from collections import deque\n"
    "    from operator import gt, lt\n"
    "\n"
    "    if type(items) is not list or len(items) < 16 and not grows:\n"
    "        return None\n"
    "    loses = lt if best is max else gt\n"
    "    window, left, right, known, spent = deque(), 0, 0, 0, 0\n"
    "    moves_on = True\n"
    "\n"
    "    def is_ordered(new):\n"
    "        kinds = set(map(type, new))\n"
    "        return kinds <= {int} or kinds <= {int, float} and not any(item != item for item in new)\n"
    "\n"
    "    def extreme(start, stop):\n"
    "        nonlocal left, right, known, spent, moves_on\n"
    "        first = 0 if start is None else start\n"
    "        last = len(items) if stop is None and moves_on else stop\n"
    "        moves_on = moves_on and type(first) is int is type(last)\n"
    "        if not moves_on or not 0 <= first < last <= len(items):\n"
    "            return best(items[start:stop])\n"
    "        if 4 * spent <= len(items):\n"
    "            spent += last - first\n"
    "            return best(items[start:stop])\n"
    "        if known < len(items):\n"
    "            moves_on = is_ordered(items[known:])\n"
    "            known = len(items)\n"
    "        moves_on = moves_on and left <= first and right <= last\n"
    "        if not moves_on:\n"
    "            return best(items[start:stop])\n"
    "        if first > right:\n"
    "            window.clear()\n"
    "            right = first\n"
    "        left = first\n"
    "        while right < last:\n"
    "            item = items[right]\n"
    "            while window and loses(items[window[-1]], item):\n"
    "                window.pop()\n"
    "            window.append(right)\n"
    "            right += 1\n"
    "        while window[0] < first:\n"
    "            window.popleft()\n"
    "        return items[window[0]]\n"
    "\n"
    "    return extreme\n";

static str fold_name(const struct rewriting *rw, const struct finding *f)
{
    return text_of(rw, py_child(rw->tree, f->anchors[0], PY_F_func));
}

static uint32_t place_of(const struct rewriting *rw, const struct finding *f)
{
    return py_is_statement((enum py_kind) rw->tree->nodes[f->node].kind) ? f->node : py_statement_of(rw->tree, f->node);
}

static bool legal(struct rewriting *rw, const struct finding *f, str *ret_why)
{
    static const char *const builtins[] = { "sum", "max", "min", "type", "list", "int", "float", "len", "map",
                                            "range", "set",
                                            "any", NULL };
    uint32_t statement = place_of(rw, f);
    if (shadows_builtin(rw, f->anchors[0], builtins))
        return refuse(ret_why, "the module rebinds a builtin that the rewrite needs");
    if (!has_room_for_local(rw, statement))
        return refuse(ret_why, "there is no room for a local in front of the loop");
    if (may_run_later(rw, f->node, f->anchors[0]))
        return refuse(ret_why, "the call may run later, when the list has changed");
    if (statement != f->node && !evaluated_first(rw, f->node, statement))
        return refuse(ret_why, "the comprehension may not be the first thing that its statement does");
    if (!on_one_line(rw, f->anchors[0]) || (f->anchors[2] && !on_one_line(rw, f->anchors[2])))
        return refuse(ret_why, "the call is written over several lines");
    struct watched watched = watch(rw, f->anchors[1]);
    if (!can_test_iterables(rw, f->node, statement, &watched, ret_why))
        return false;
    return surely_bound(rw, f->anchors[1], statement) ||
           refuse(ret_why, "the list may have no value yet when the loop starts");
}

static str bound_text(const struct rewriting *rw, uint32_t slice, enum py_field field)
{
    uint32_t bound = slice ? py_child(rw->tree, slice, field) : 0;
    return bound ? text_of(rw, bound) : S("None");
}

static void rewrite(struct rewriting *rw, const struct finding *f, struct candidate *c)
{
    const struct py_node *call = &rw->tree->nodes[f->anchors[0]];
    str list = text_of(rw, f->anchors[1]), fold = fold_name(rw, f);
    bool sum = str_equal(fold, S("sum"));
    char *lower = arena_cstr(rw->arena, list);
    for (char *at = lower; *at; at++)
        *at = (char) tolower((unsigned char) *at);
    str wanted = arena_printf(rw->arena, "%s_%.*s", lower, STR_ARG(fold));
    str name = fresh_local(rw, py_function_of(rw->tree, f->node), wanted);
    str helper = sum ? use_helper(rw, c, f->node, S("_slice_sums"), str_from(sums_source))
                     : use_helper(rw, c, f->node, S("_slice_extremes"), str_from(extremes_source));
    str extra = sum ? S("") : arena_printf(rw->arena, ", %.*s", STR_ARG(fold));
    struct watched watched = watch(rw, f->anchors[1]);
    str made = arena_printf(rw->arena, "%.*s(%.*s%.*s%s)", STR_ARG(helper), STR_ARG(list), STR_ARG(extra),
                            f->sites.count ? ", grows=True" : "");
    made = if_iterables_are_builtin(rw, f->node, &watched, made, S("None"));
    bind_iterable(rw, c, f->node, place_of(rw, f), &watched);
    insert_before(rw, c, place_of(rw, f), arena_printf(rw->arena, "%.*s = %.*s\n", STR_ARG(name), STR_ARG(made)));
    add_edit(rw, c, call->start, call->end,
             arena_printf(rw->arena, "(%.*s(%.*s, %.*s) if %.*s else %.*s)", STR_ARG(name),
                          STR_ARG(bound_text(rw, f->anchors[2], PY_F_lower)),
                          STR_ARG(bound_text(rw, f->anchors[2], PY_F_upper)), STR_ARG(name),
                          STR_ARG(text_of(rw, f->anchors[0]))));
    claim_iterables(rw, c, f, &watched);
    add_condition(rw, c, "items_are_numbers", false, CERTAINTY_NEEDS_GUARD, f->line,
                  "the helper looks at the exact type of every item");
}

const struct transform transform_fold = {
    .summary = "takes sums and extremes of parts of the list from what is already known",
    .legal = legal,
    .rewrite = rewrite,
};

/*
 * dict_index.c — count() and index() of a list inside a loop, answered by a table made once.
 *
 *     for w in words:
 *         freq[w] = words.count(w)
 *
 *     words_counts = _counts(words)
 *     for w in words:
 *         freq[w] = words_counts[w] if w in words_counts else words.count(w)
 *
 * `_counts` and `_places` (helpers above the first definition) give an empty table for
 * everything but an exact str and an exact list or tuple of exact int, float, bool, str and None;
 * for those == and hash() agree and run no code of the user's, and list and dict both try identity
 * before they compare. Of a str only single characters are in the table: a longer or empty text is
 * left to the original call.
 *
 * Why it is the same:
 *  - container_invariant (detector): names and contents do not change while the loop runs; the
 *    name surely has a value when it starts, and making the table runs no user code.
 *  - The table is asked only with a probe of a proved plain type, or of exactly int or str.
 *    What it does not hold is left to the original call: so is its ValueError. Comparing with any
 *    other probe may run code that changes the list: then the table is emptied for good.
 *  - The probe is a name or a constant: reading it twice is unobservable.
 */
#include "transform_internal.h"

#define PLAIN (PY_T_NONE | PY_T_BOOL | PY_T_INT | PY_T_FLOAT | PY_T_STR)

#define HELPER_HEAD(name, doc)                                                             \
    "def " name "(items):\n"                                                               \
    "    \"\"\"" doc ", or nothing when hashing could differ.\"\"\"\n"                     \
    "    plain = {int, float, bool, str, type(None)}\n"                                    \
    "    rows = type(items) in (list, tuple) and plain.issuperset(map(type, items))\n"     \
    "    if not rows and type(items) is not str:\n"                                        \
    "        return {}\n"

static const struct table {
    const char *method, *helper, *source;
} tables[] = {
    { "count", "_counts",
      HELPER_HEAD(
          "_counts",
          "Give how often each item occurs") "    counts = {}\n"
                                             "    for item in items:\n"
                                             "        counts[item] = counts.get(item, 0) + 1\n"
                                             "    return counts\n" },
    { "index", "_places",
      HELPER_HEAD(
          "_places",
          "Give where each item occurs first") "    places = {}\n"
                                               "    for place, item in enumerate(items):\n"
                                               "        places.setdefault(item, place)\n"
                                               "    return places\n" },
};

static const struct table *table_of(const struct rewriting *rw, const struct finding *f)
{
    str method = py_name(rw->tree, py_child(rw->tree, f->anchors[0], PY_F_func));
    size_t i = 0;
    while (!str_equal(method, str_from(tables[i].method)))
        i++;
    return &tables[i];
}

static uint32_t statement_of(const struct rewriting *rw, const struct finding *f)
{
    bool statement = py_is_statement((enum py_kind) rw->tree->nodes[f->node].kind);
    return statement ? f->node : py_statement_of(rw->tree, f->node);
}

static bool legal(struct rewriting *rw, const struct finding *f, str *ret_why)
{
    static const char *const builtins[] = { "type", "int",   "float", "bool",      "str",
                                            "list", "tuple", "map",   "enumerate", NULL };
    const struct py_tree *t = rw->tree;
    uint32_t statement = statement_of(rw, f);
    enum py_kind probe = (enum py_kind) t->nodes[f->anchors[2]].kind;
    if (shadows_builtin(rw, f->anchors[0], builtins))
        return refuse(ret_why, "the module rebinds a builtin that the rewrite needs");
    if (probe != PY_Name && probe != PY_Constant)
        return refuse(ret_why, "the item that is asked for is neither a name nor a constant");
    if (!has_room_for_local(rw, statement))
        return refuse(ret_why, "there is no room for a local variable in front of the loop");
    if (may_run_later(rw, f->node, f->anchors[0]))
        return refuse(ret_why, "the call may run later, when the list has changed");
    if (statement != f->node && !evaluated_first(rw, f->node, statement))
        return refuse(ret_why,
                      "the comprehension may not be the first thing that its statement does");
    struct watched watched = watch(rw, f->anchors[1]);
    if (!can_test_iterables(rw, f->node, statement, &watched, ret_why))
        return false;
    return surely_bound(rw, f->anchors[1], statement) ||
           refuse(ret_why, "the list may have no value yet when the loop starts");
}

/* A conditional expression needs parentheses unless it is the whole of what holds it. */
static bool stands_alone(const struct rewriting *rw, uint32_t call)
{
    enum py_kind kind = (enum py_kind) rw->tree->nodes[rw->tree->nodes[call].parent].kind;
    return kind == PY_Assign || kind == PY_Return || kind == PY_Call || kind == PY_Subscript;
}

static void rewrite(struct rewriting *rw, const struct finding *f, struct candidate *c)
{
    const struct table *table = table_of(rw, f);
    const struct py_node *call = &rw->tree->nodes[f->anchors[0]];
    str list = text_of(rw, f->anchors[1]), probe = text_of(rw, f->anchors[2]);
    bool plain = py_type_within(py_type_of(rw->facts, f->anchors[2]), PLAIN);
    bool bare = stands_alone(rw, f->anchors[0]);
    str helper = use_helper(rw, c, f->node, str_from(table->helper), str_from(table->source));
    str local = fresh_local(rw, py_function_of(rw->tree, f->node),
                            arena_printf(rw->arena, "%.*s%s", STR_ARG(list), table->helper));
    struct watched watched = watch(rw, f->anchors[1]);
    str made = arena_printf(rw->arena, "%.*s(%.*s)", STR_ARG(helper), STR_ARG(list));
    made = if_iterables_are_builtin(rw, f->node, &watched, made, S("{}"));
    bind_iterable(rw, c, f->node, statement_of(rw, f), &watched);
    insert_before(rw, c, statement_of(rw, f), arena_printf(rw->arena, "%.*s = %.*s\n", STR_ARG(local), STR_ARG(made)));
    claim_iterables(rw, c, f, &watched);
    str test = plain ? S("")
                     : arena_printf(rw->arena, "(type(%.*s) in (int, str) or %.*s.clear()) and ", STR_ARG(probe), STR_ARG(local));
    add_edit(rw, c, call->start, call->start,
             arena_printf(rw->arena, "%s%.*s[%.*s] if %.*s%.*s in %.*s else ", bare ? "" : "(",
                          STR_ARG(local), STR_ARG(probe), STR_ARG(test), STR_ARG(probe),
                          STR_ARG(local)));
    if (!bare)
        add_edit(rw, c, call->end, call->end, S(")"));
    if (!py_type_within(py_type_of(rw->facts, f->anchors[1]), PY_T_LIST | PY_T_TUPLE))
        add_condition(rw, c, "container_is_list", false, CERTAINTY_NEEDS_GUARD, f->line,
                      "the helper makes a table of nothing but exact lists, tuples and texts");
    add_condition(rw, c, "items_plain", false, CERTAINTY_NEEDS_GUARD, f->line,
                  "the helper looks at the exact type of every item before it hashes any");
    add_condition(rw, c, "probe_plain", plain, CERTAINTY_NEEDS_GUARD, f->line,
                  plain ? "the item asked for has a builtin type"
                        : "its exact type is tested before the table is asked");
}

const struct transform transform_dict_index = {
    .summary = "looks counts and places up in a table that is made once",
    .legal = legal,
    .rewrite = rewrite,
};

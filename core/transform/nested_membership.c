/*
 * nested_membership.c — a list inside other objects is asked for its items: by a table made in front of the loop.
 *
 *     for name in friends[a]:                  friends_lookup = _hashed_at(friends, b)
 *         if name in friends[b]:               for name in friends[a]:
 *             …                                    if name in (friends_lookup or friends[b]):
 *
 * Why it is the same:
 *  - `_hashed_at` reads its way from exact dicts, lists and tuples, and from attributes that stand in the instance and
 *    that nothing computes. Where a step is of another kind, or would raise, it gives None, and the loop reads the list
 *    where it always did. So it does for a list that is short, or holds anything but exact int, float, bool, str and
 *    None; for those == and hash() agree and run no code of the user's, and lists and sets both try identity first.
 *  - list_stays (detector): until the loop ends the expression leads to the same list with the same items.
 *  - Of a value whose type is not proved plain the type is asked in the test; comparing any other value may run code
 *    that changes the list: from then on the table is let go.
 *
 * What is needed here: a function of the user's around it, and names that have values in front of the loop.
 */
#include <ctype.h>

#include "hasten/iteration.h"
#include "hasten/scan.h"
#include "transform_internal.h"

#define PLAIN (PY_T_NONE | PY_T_BOOL | PY_T_INT | PY_T_FLOAT | PY_T_STR)

enum { ITEM = 1, NAME = 2, ATTRIBUTE = 4 };

static const struct fragment helper[] = {
    { 0, 0,
      "def _hashed_at(value, *path):\n"
      "    \"\"\"Give a frozenset that answers `in` as the list at this path does; None if that is not certain.\n" },
    { ATTRIBUTE, 0, "\n    An attribute is given as (name,).\n    \"\"\"\n" },
    { 0, ATTRIBUTE, "    \"\"\"\n" },
    { 0, 0,
      "    plain = {int, float, bool, str, type(None)}\n"
      "    for step in path:\n"
      "        kind = type(value)\n" },
    { ATTRIBUTE, 0,
      "        if type(step) is tuple:\n"
      "            if type(kind) is not type or not kind.__dictoffset__ or step[0] not in vars(value):\n"
      "                return None\n"
      "            for own in (own for base in kind.__mro__[:-1] for own in vars(base)):\n"
      "                if own == step[0] or str(own).startswith(\"__getattr\"):\n"
      "                    return None\n"
      "            value = vars(value)[step[0]]\n"
      "            continue\n" },
    { NAME, 0,
      "        if type(step) not in plain:\n"
      "            return None\n" },
    { ITEM, 0,
      "        inside = kind in (list, tuple) and type(step) is int and -len(value) <= step < len(value)\n"
      "        if not inside and (kind is not dict or step not in value):\n"
      "            return None\n"
      "        value = value[step]\n" },
    { 0, 0,
      "    if type(value) not in (list, tuple) or len(value) < 8 or not plain.issuperset(map(type, value)):\n"
      "        return None\n"
      "    return frozenset(value)\n" },
};

struct nested {
    uint32_t compare, list, probe;
    uint32_t statement; /* in front of which the table is made */
    struct scan_path path;
    bool probe_plain;
};

static bool describe(struct rewriting *rw, const struct finding *f, struct nested *n)
{
    const struct py_tree *t = rw->tree;
    *n = (struct nested){ .compare = f->anchors[0], .list = f->anchors[1],
                          .probe = py_child(t, f->anchors[0], PY_F_left) };
    n->statement = py_is_statement((enum py_kind) t->nodes[f->node].kind) ? f->node : py_statement_of(t, f->node);
    n->probe_plain = py_type_within(py_type_of(rw->facts, n->probe), PLAIN);
    return scan_path_at(rw->facts, n->list, &n->path);
}

static unsigned features_of(const struct rewriting *rw, const struct nested *n)
{
    unsigned features = 0;
    for (uint32_t i = 0; i < n->path.count; i++) {
        const struct scan_step *step = &n->path.steps[i];
        features |= step->kind == SCAN_ATTRIBUTE ? ATTRIBUTE : ITEM;
        features |= step->kind == SCAN_ITEM && step->node && rw->tree->nodes[step->node].kind == PY_Name ? NAME : 0;
    }
    return features;
}

static bool has_values(const struct rewriting *rw, const struct nested *n)
{
    bool all = surely_bound(rw, n->path.base, n->statement);
    for (uint32_t i = 0; i < n->path.count; i++) {
        uint32_t step = n->path.steps[i].kind == SCAN_ITEM ? n->path.steps[i].node : 0;
        all = all && (!step || rw->tree->nodes[step].kind == PY_Constant || surely_bound(rw, step, n->statement));
    }
    return all;
}

static struct watched watched_by(struct rewriting *rw, const struct nested *n)
{
    struct watched w = watch(rw, n->path.base);
    w.confined = false; /* the list may be anybody's, whoever holds what it is read from */
    return w;
}

static bool legal(struct rewriting *rw, const struct finding *f, str *ret_why)
{
    static const char *const builtins[] = { "type", "int", "float", "bool", "str", "list", "tuple", "dict",
                                            "len",  "map", "vars",  "any",  "frozenset", NULL };
    struct nested n;
    if (!describe(rw, f, &n))
        return refuse(ret_why, "the list is not read from a name by keys, positions and attributes");
    if ((features_of(rw, &n) & (NAME | ATTRIBUTE)) == (NAME | ATTRIBUTE))
        return refuse(ret_why, "a key in a variable could be taken for one of the attributes that are asked for");
    if (shadows_builtin(rw, n.compare, builtins))
        return refuse(ret_why, "the module rebinds a builtin that the rewrite needs");
    if (!has_room_for_local(rw, n.statement) || !on_one_line(rw, n.list))
        return refuse(ret_why, "there is no room for a local in front of the loop");
    if (may_run_later(rw, f->node, n.compare))
        return refuse(ret_why, "the test may run later, when the list has changed");
    if (n.statement != f->node && !evaluated_first(rw, f->node, n.statement))
        return refuse(ret_why, "the comprehension may not be the first thing that its statement does");
    if (!n.probe_plain && (rw->tree->nodes[n.probe].kind != PY_Name || !can_assign_at(rw, n.compare)))
        return refuse(ret_why, "the type of the tested value is unknown and it is not a name");
    struct watched watched = watched_by(rw, &n);
    if (!can_test_iterables(rw, f->node, n.statement, &watched, ret_why))
        return false;
    return has_values(rw, &n) || refuse(ret_why, "what leads to the list may have no value yet when the loop starts");
}

static str step_text(const struct rewriting *rw, const struct scan_step *step)
{
    return step->kind == SCAN_ATTRIBUTE ? arena_printf(rw->arena, "(\"%.*s\",)", STR_ARG(py_name(rw->tree, step->node)))
                                        : text_of(rw, step->node);
}

/* "tags_lookup" of article["tags"], "friends_lookup" of friends[name] */
static str lookup_name(struct rewriting *rw, const struct nested *n)
{
    const struct scan_step *last = &n->path.steps[n->path.count - 1];
    str word = py_name(rw->tree, n->path.base), key;
    if (last->kind == SCAN_ATTRIBUTE)
        word = py_name(rw->tree, last->node);
    else if (py_str_value(rw->tree, last->node, rw->arena, &key) && key.len && !isdigit((unsigned char) key.ptr[0]))
        word = key;
    char *lower = arena_cstr(rw->arena, word);
    for (char *c = lower; *c; c++)
        *c = isalnum((unsigned char) *c) ? (char) tolower((unsigned char) *c) : '_';
    return fresh_local(rw, py_function_of(rw->tree, n->statement), arena_printf(rw->arena, "%s_lookup", lower));
}

static void rewrite(struct rewriting *rw, const struct finding *f, struct candidate *c)
{
    struct nested n;
    if (!describe(rw, f, &n))
        return;
    const struct py_node *list = &rw->tree->nodes[n.list];
    str source = compose_helper(rw, helper, ARRAY_LEN(helper), features_of(rw, &n));
    str function = use_helper(rw, c, f->node, S("_hashed_at"), source);
    str lookup = lookup_name(rw, &n), steps = py_name(rw->tree, n.path.base);
    for (uint32_t i = 0; i < n.path.count; i++)
        steps = arena_printf(rw->arena, "%.*s, %.*s", STR_ARG(steps), STR_ARG(step_text(rw, &n.path.steps[i])));
    struct watched watched = watched_by(rw, &n);
    str made = arena_printf(rw->arena, "%.*s(%.*s)", STR_ARG(function), STR_ARG(steps));
    made = if_iterables_are_builtin(rw, f->node, &watched, made, S("None"));
    bind_iterable(rw, c, f->node, n.statement, &watched);
    insert_before(rw, c, n.statement, arena_printf(rw->arena, "%.*s = %.*s\n", STR_ARG(lookup), STR_ARG(made)));
    claim_iterables(rw, c, f, &watched);
    str text = text_of(rw, n.list), probe = text_of(rw, n.probe);
    add_edit(rw, c, list->start, list->end,
             n.probe_plain ? arena_printf(rw->arena, "(%.*s or %.*s)", STR_ARG(lookup), STR_ARG(text))
                           : arena_printf(rw->arena, "(%.*s if %.*s and type(%.*s) in (int, str) else (%.*s := None) or %.*s)",
                                          STR_ARG(lookup), STR_ARG(lookup), STR_ARG(probe), STR_ARG(lookup), STR_ARG(text)));
    add_condition(rw, c, "path_plain", false, CERTAINTY_NEEDS_GUARD, f->line,
                  "the helper reads from exact builtin types and plain attributes only");
    add_condition(rw, c, "plain_values", false, CERTAINTY_NEEDS_GUARD, f->line,
                  "exact types are looked at before anything is hashed");
}

const struct transform transform_nested_membership = {
    .summary = "asks a hash table that is made once per loop instead of scanning a list inside other objects",
    .legal = legal,
    .rewrite = rewrite,
};

/*
 * hash_join.c — a search through a list runs over those items only that have the key.
 *
 *     for order in orders:                      customers_with_id = _finder(customers, "id")
 *         for customer in customers:            for order in orders:
 *             if customer["id"] == order["key"]:    for customer in customers_with_id(order,
 * "key"): …                                     if customer["id"] == order["key"]: …
 *
 * The loop stays, with its test, its body, its `else` and its order: only items for which the
 * test is certainly false, and can be seen to be false without running any code of the user's,
 * are left out. A function that does nothing with a list but search it is called with the
 * shorter list.
 *
 * Why it is the same:
 *  - `_finder` hashes keys of exact int, float, bool, str, None and tuples of them only, for
 * which == and hash() agree. It reads items and what is looked for from exact dicts, lists,
 * tuples and from attributes that stand in the instance and that nothing computes. Whatever
 * else it meets, an item without the key, an unpacking that would fail, makes it give
 * everything, so that the loop itself meets it.
 *  - Comparing with a value of the user's may change the list: then the groups are forgotten for good.
 *  - NaN is unequal to itself: its group may hold it, the loop's own test sorts it out.
 *  - Sums are solved for the key only among exact ints: key + a == b is key == b - a for them.
 *  - Positions behind a start are given only for a start that is an int and not negative, and
 * only if the stop is the list's length.
 *  - An item that counts by either of two keys stands in the groups of both, in their order, and once where they are equal.
 *  - keys_stay, item_unused_after, probe_fixed (detector): what is found by the table is what
 * the loop would find.
 *
 * What is needed here: a function of the user's around it (a new name at module level would
 * show), names that have a value when they are read earlier than before, and a search that
 * cannot be put off to later.
 */
#include <ctype.h>

#include "hasten/scan.h"
#include "transform_internal.h"

/* What a helper has to be able to do: `_finder` is written with what its call needs, and nothing else. */
enum {
    KEY = 1 << 0,       /* items are found by something in them, not by themselves */
    STEPS = 1 << 1,     /* what is looked for is read from something */
    ITEM = 1 << 2,      /* by a key or a position … */
    NAME = 1 << 3,      /* … that a variable holds */
    ATTRIBUTE = 1 << 4,
    METHOD = 1 << 5,    /* of a str */
    EITHER = 1 << 6,    /* by one of two keys */
    WIDTH = 1 << 7,     /* items are unpacked */
    PAIRS = 1 << 8,     /* the loop is over enumerate() */
    PLACES = 1 << 9,    /* … over range() */
    SUMS = 1 << 10,     /* the key follows from a sum */
    GROWS = 1 << 11,
    READS = 1 << 12,    /* KEY or STEPS */
};

static const struct fragment helper[] = {
    { 0, 0, "def _finder(items" },
    { KEY, 0, ", *path" },
    { EITHER, 0, ", either" },
    { WIDTH, 0, ", width" },
    { 0, 0, "):\n    \"\"\"Give a function that finds the items of a list " },
    { 0, KEY, "that are equal to the wanted one.\n" },
    { KEY, EITHER, "whose value at `path` is the wanted one.\n" },
    { EITHER, 0, "whose value at `path`, or at `either`, is the wanted one.\n" },
    { 0, 0, "\n    " },
    { ATTRIBUTE, 0, "An attribute is given as (name,). " },
    { 0, 0, "Where exact builtin types do not make it certain which are meant, all are given.\n    \"\"\"\n" },
    { PLACES, 0, "    from bisect import bisect_left\n\n" },
    { 0, GROWS, "    if type(items) is not list or len(items) < 24:\n" },
    { GROWS, 0, "    if type(items) is not list:\n" },
    { 0, 0, "        return None\n"
               "    plain = {int, float, bool, str, type(None)}\n"
               "    groups, seen, calls = {}, 0, 0\n" },
    { SUMS, 0, "    kinds = set()\n" },
    { ATTRIBUTE, 0, "    stored = {}\n" },
    { 0, 0, "\n"
               "    def is_plain(value):\n"
               "        return type(value) in plain or type(value) is tuple and plain.issuperset(map(type, value))\n" },
    { ATTRIBUTE, 0,
      "\n"
      "    def is_stored(kind, name):\n"
      "        if (kind, name) not in stored:\n"
      "            stored[kind, name] = type(kind) is type and kind.__dictoffset__ != 0 and not any(\n"
      "                own == name or str(own).startswith(\"__getattr\") for base in kind.__mro__[:-1] for own in vars(base))\n"
      "        return stored[kind, name]\n" },
    { READS, 0,
      "\n"
      "    def read(value, path):\n"
      "        for step in path:\n"
      "            kind = type(value)\n" },
    { ATTRIBUTE, 0,
      "            if type(step) is tuple:\n"
      "                if not is_stored(kind, *step) or step[0] not in vars(value):\n"
      "                    return read\n"
      "                value = vars(value)[step[0]]\n"
      "                continue\n" },
    { METHOD, 0,
      "            if type(step) not in plain:\n"
      "                if kind is not str:\n"
      "                    return read\n"
      "                value = step(value)\n"
      "                value = tuple(value) if type(value) is list else value\n"
      "                continue\n" },
    { NAME, 0, "            if type(step) not in plain:\n"
                  "                return read\n" },
    { ITEM, 0,
      "            inside = kind in (list, tuple, str) and type(step) is int and -len(value) <= step < len(value)\n"
      "            if not inside and (kind is not dict or step not in value):\n"
      "                return read\n"
      "            value = value[step]\n" },
    { READS, 0, "        return value\n" },
    { 0, 0, "\n"
               "    def group():\n"
               "        nonlocal seen\n"
               "        for place in range(seen, len(items)):\n" },
    { 0, KEY, "            key = item = items[place]\n"
                 "            if not is_plain(key):\n" },
    { KEY, 0, "            item = items[place]\n"
                 "            key = read(item, path)\n" },
    { EITHER, 0, "            other = read(item, either)\n"
                    "            if item is items or not is_plain(key) or not is_plain(other):\n" },
    { KEY, EITHER, "            if item is items or not is_plain(key):\n" },
    { 0, 0, "                return None\n" },
    { WIDTH, 0, "            if type(item) not in (list, tuple) or len(item) != width:\n"
                   "                return None\n" },
    { SUMS, 0, "            kinds.add(type(key))\n" },
    { 0, PAIRS | PLACES, "            groups.setdefault(key, []).append(item)\n" },
    { PAIRS, 0, "            groups.setdefault(key, []).append((place, item))\n" },
    { PLACES, 0, "            groups.setdefault(key, []).append(place)\n" },
    { EITHER, 0, "            if other is not key and other != key:\n" },
    { EITHER, PAIRS | PLACES, "                groups.setdefault(other, []).append(item)\n" },
    { EITHER | PAIRS, 0, "                groups.setdefault(other, []).append((place, item))\n" },
    { EITHER | PLACES, 0, "                groups.setdefault(other, []).append(place)\n" },
    { 0, 0, "        seen = len(items)\n"
               "        return groups\n"
               "\n"
               "    def find(wanted" },
    { STEPS, 0, ", *steps" },
    { PLACES, 0, ", span" },
    { SUMS, 0, ", less=(), more=()" },
    { 0, 0, "):\n"
               "        nonlocal groups, calls\n"
               "        calls += 1\n"
               "        if groups is None or calls < 4:\n" },
    { 0, PAIRS | PLACES, "            return items\n" },
    { PAIRS, 0, "            return enumerate(items)\n" },
    { PLACES, 0, "            return span\n" },
    { STEPS, 0, "        wanted = read(wanted, steps)\n" },
    { SUMS, 0,
      "        for terms, sign in (less, -1), (more, 1):\n"
      "            for start, *steps in terms:\n"
      "                term = read(start, steps)\n"
      "                wanted = wanted + sign * term if type(wanted) is int is type(term) else read\n" },
    { 0, 0, "        if seen < len(items):\n"
               "            groups = group()\n"
               "        if not is_plain(wanted):\n"
               "            groups = None\n" },
    { 0, SUMS, "        if groups is None:\n" },
    { SUMS, 0, "        if groups is None or kinds != {int}:\n" },
    { 0, PAIRS | PLACES, "            return items\n" },
    { PAIRS, 0, "            return enumerate(items)\n" },
    { PLACES, 0,
      "            return span\n"
      "        found = groups.get(wanted, ())\n"
      "        return found[bisect_left(found, span.start):] if span.start >= 0 and span.stop == len(items) else span\n" },
    { 0, PLACES, "        return groups.get(wanted, ())\n" },
    { 0, 0, "\n    return find\n" },
};

struct join {
    struct scan scan;
    bool grows; /* the list does: a short one may become a long one */
    uint32_t outer, call, list, key; /* call: 0 when the search stands in the loop itself */
    uint32_t statement;              /* in front of which the finder is made */
    struct scan_path probe;          /* as it is read where the finder is asked */
};

/* ---- legal ------------------------------------------------------------------------------- */

static bool is_bound(const struct rewriting *rw, uint32_t name, uint32_t statement)
{
    uint32_t symbol = py_binding(rw->module, name);
    if (rw->tree->nodes[name].kind == PY_Constant)
        return true;
    if (symbol == UINT32_MAX)
        return false;
    const struct py_scope *scope = &rw->scopes->scopes[rw->scopes->symbols[symbol].scope];
    return scope->kind == PY_SCOPE_COMPREHENSION || surely_bound(rw, name, statement);
}

/* Reading the path where the finder is asked meets names that have values, on one line. */
static bool can_read(const struct rewriting *rw, const struct scan_path *path,
                     uint32_t statement)
{
    if (!on_one_line(rw, path->base) || !is_bound(rw, path->base, statement))
        return false;
    for (uint32_t i = 0; i < path->count; i++) {
        uint32_t node = path->steps[i].kind == SCAN_ITEM ? path->steps[i].node : 0;
        if (node && rw->tree->nodes[node].kind == PY_Name && !is_bound(rw, node, statement))
            return false;
    }
    return true;
}

/* Names that the path takes its positions from have values where the finder is made. */
static bool can_make(const struct rewriting *rw, const struct join *j, const struct scan_path *path)
{
    for (uint32_t i = 0; i < path->count; i++) {
        uint32_t node = path->steps[i].kind == SCAN_ITEM ? path->steps[i].node : 0;
        if (node && rw->tree->nodes[node].kind == PY_Name && (j->call || !is_bound(rw, node, j->statement)))
            return false;
    }
    return true;
}

static bool reads_all(const struct rewriting *rw, const struct join *j)
{
    uint32_t place = py_statement_of(rw->tree, j->call ? j->call : j->scan.clause);
    bool all = can_read(rw, &j->probe, place);
    for (uint32_t i = 0; i < j->scan.less_count; i++)
        all = all && can_read(rw, &j->scan.less[i], place);
    for (uint32_t i = 0; i < j->scan.more_count; i++)
        all = all && can_read(rw, &j->scan.more[i], place);
    return all && can_make(rw, j, &j->scan.key) && can_make(rw, j, &j->scan.other);
}

static unsigned path_features(const struct rewriting *rw, const struct scan_path *path)
{
    unsigned features = 0;
    for (uint32_t i = 0; i < path->count; i++) {
        const struct scan_step *step = &path->steps[i];
        bool named = step->kind == SCAN_ITEM && step->node && rw->tree->nodes[step->node].kind == PY_Name;
        features |= step->kind == SCAN_ITEM ? ITEM : step->kind == SCAN_ATTRIBUTE ? ATTRIBUTE : METHOD;
        features |= named ? NAME : 0;
    }
    return features;
}

static unsigned features_of(const struct rewriting *rw, const struct join *j)
{
    const struct scan *s = &j->scan;
    unsigned features = path_features(rw, &s->key) | path_features(rw, &j->probe);
    features |= s->either ? EITHER | path_features(rw, &s->other) : 0;
    for (uint32_t i = 0; i < s->less_count; i++)
        features |= SUMS | path_features(rw, &s->less[i]);
    for (uint32_t i = 0; i < s->more_count; i++)
        features |= SUMS | path_features(rw, &s->more[i]);
    features |= s->key.count || s->either || s->width ? KEY : 0;
    features |= j->probe.count || (features & SUMS) ? STEPS : 0;
    features |= s->width ? WIDTH : 0;
    features |= s->form == SCAN_PAIRS ? PAIRS : s->form == SCAN_PLACES ? PLACES : 0;
    features |= features & (KEY | STEPS) ? READS : 0;
    return features | (j->grows ? GROWS : 0);
}

/* What the search looks for, said in terms of the call: the argument's path, then the rest. */
static bool through_call(struct rewriting *rw, struct join *j)
{
    struct scan_path rest;
    uint32_t def = py_function_of(rw->tree, j->scan.clause);
    if (!scan_in_call(rw->facts, j->call, def, &j->scan))
        return false;
    rest = j->scan.probe;
    if (!scan_path_at(rw->facts, j->key, &j->probe) || j->probe.count + rest.count > SCAN_STEPS)
        return false;
    for (uint32_t i = 0; i < rest.count; i++) {
        if (rest.steps[i].node && rw->tree->nodes[rest.steps[i].node].kind == PY_Name)
            return false;
        j->probe.steps[j->probe.count++] = rest.steps[i];
    }
    return true;
}

static bool describe(struct rewriting *rw, const struct finding *f, struct join *j)
{
    const struct py_tree *t = rw->tree;
    *j = (struct join){
        .outer = f->node, .call = f->anchors[1], .list = f->anchors[2], .key = f->anchors[3],
                        .grows = f->sites.count > 0 };
    j->statement = py_is_statement((enum py_kind) t->nodes[f->node].kind)
                       ? f->node
                       : py_statement_of(t, f->node);
    if (!scan_at(rw->facts, f->anchors[0], &j->scan))
        return false;
    if (j->call)
        return through_call(rw, j);
    j->list = j->scan.rows;
    j->probe = j->scan.probe;
    return true;
}

/* With a path the items' own contents count, which others may hold. */
static struct watched watched_by(struct rewriting *rw, const struct join *j)
{
    struct watched w = watch(rw, j->list);
    w.confined = w.confined && j->scan.key.count == 0;
    return w;
}

static bool legal(struct rewriting *rw, const struct finding *f, str *ret_why)
{
    static const char *const builtins[] = { "type",      "int",    "float", "bool",  "str",
                                            "tuple",     "list",   "dict",  "set",   "all",
                                            "any",       "map",    "len",   "range", "vars",
                                            "enumerate", "sorted", "any",   NULL };
    struct join j;
    if (!describe(rw, f, &j))
        return refuse(
            ret_why,
            "what is looked for is not read from a name by keys, positions and attributes");
    if (shadows_builtin(rw, j.call ? j.call : j.scan.clause, builtins))
        return refuse(ret_why, "the module rebinds a builtin that the rewrite needs");
    if (!has_room_for_local(rw, j.statement))
        return refuse(ret_why, "there is no room for a local in front of the loop");
    if (may_run_later(rw, j.outer, j.call ? j.call : j.scan.clause))
        return refuse(ret_why, "the search may run later, when the list has changed");
    if (j.statement != f->node && !evaluated_first(rw, f->node, j.statement))
        return refuse(ret_why, "the comprehension may not be the first thing that its statement does");
    struct watched watched = watched_by(rw, &j);
    if (!can_test_iterables(rw, j.outer, j.statement, &watched, ret_why))
        return false;
    if (!surely_bound(rw, j.list, j.statement))
        return refuse(ret_why, "the list may have no value yet when the loop starts");
    if ((features_of(rw, &j) & NAME) && (features_of(rw, &j) & (METHOD | ATTRIBUTE)))
        return refuse(ret_why, "a key in a variable could be taken for one of the methods or attributes that are asked for");
    if (!reads_all(rw, &j))
        return refuse(ret_why, "a name that has to be read first may have no value yet");
    if (!on_one_line(rw, j.call ? j.list : j.scan.iterable))
        return refuse(ret_why, "the list is written over several lines");
    return true;
}

/* ---- rewrite ------------------------------------------------------------------------------
 */

static str step_text(const struct rewriting *rw, const struct scan_step *step)
{
    switch (step->kind) {
    case SCAN_ATTRIBUTE:
        return arena_printf(rw->arena, "(\"%.*s\",)", STR_ARG(py_name(rw->tree, step->node)));
    case SCAN_METHOD:
        return arena_printf(rw->arena, "str.%.*s", STR_ARG(py_name(rw->tree, step->node)));
    case SCAN_SORTED:
        return S("sorted");
    default:
        return step->node ? text_of(rw, step->node)
                          : arena_printf(rw->arena, "%d", (int) step->place);
    }
}

static str steps_text(const struct rewriting *rw, str base, const struct scan_path *path)
{
    str text = base;
    for (uint32_t i = 0; i < path->count; i++)
        text = arena_printf(rw->arena, "%.*s, %.*s", STR_ARG(text),
                            STR_ARG(step_text(rw, &path->steps[i])));
    return text;
}

/* "customers_with_id", "rows_with" */
static str finder_name(const struct rewriting *rw, const struct join *j)
{
    char *list = arena_cstr(rw->arena, text_of(rw, j->list));
    str key = S("");
    for (uint32_t i = 0; i < j->scan.key.count; i++) {
        const struct scan_step *s = &j->scan.key.steps[i];
        if (s->kind == SCAN_ATTRIBUTE)
            key = py_name(rw->tree, s->node);
        else if (s->kind == SCAN_ITEM && s->node &&
                 !py_str_value(rw->tree, s->node, rw->arena, &key))
            key = S("");
    }
    for (size_t i = 0; i < key.len; i++)
        if (!isalnum((unsigned char) key.ptr[i]) && key.ptr[i] != '_')
            key = S("");
    for (char *c = list; *c; c++)
        *c = (char) tolower((unsigned char) *c);
    str wanted =
        arena_printf(rw->arena, key.len ? "%s_with_%.*s" : "%s_with", list, STR_ARG(key));
    return fresh_local(rw, py_function_of(rw->tree, j->statement), wanted);
}

/* ", less=[(rows, i)]" */
static str terms_text(const struct rewriting *rw, const char *name,
                      const struct scan_path *terms, uint32_t count)
{
    str text = S("");
    for (uint32_t i = 0; i < count; i++) {
        str term = steps_text(rw, text_of(rw, terms[i].base), &terms[i]);
        text = arena_printf(rw->arena, "%.*s%s(%.*s,)", STR_ARG(text), i ? ", " : "",
                            STR_ARG(term));
        if (terms[i].count)
            text = arena_printf(rw->arena, "%.*s)", STR_ARG(str_slice(text, 0, text.len - 2)));
    }
    return count ? arena_printf(rw->arena, ", %s=[%.*s]", name, STR_ARG(text)) : text;
}

static str call_text(const struct rewriting *rw, const struct join *j, str finder)
{
    str wanted = steps_text(rw, text_of(rw, j->probe.base), &j->probe);
    str span =
        j->scan.form == SCAN_PLACES
            ? arena_printf(rw->arena, ", span=%.*s", STR_ARG(text_of(rw, j->scan.iterable)))
            : S("");
    str less = terms_text(rw, "less", j->scan.less, j->scan.less_count);
    str more = terms_text(rw, "more", j->scan.more, j->scan.more_count);
    str call = arena_printf(rw->arena, "%.*s(%.*s%.*s%.*s%.*s)", STR_ARG(finder), STR_ARG(wanted), STR_ARG(span),
                            STR_ARG(less), STR_ARG(more));
    bool clause = !j->call && j->scan.clause != j->scan.loop;
    return arena_printf(rw->arena, clause ? "(%.*s if %.*s else %.*s)" : "%.*s if %.*s else %.*s", STR_ARG(call),
                        STR_ARG(finder), STR_ARG(text_of(rw, j->call ? j->list : j->scan.iterable)));
}

/* A path as the inside of a tuple: "0, 1", "1,", "" */
static str tuple_text(const struct rewriting *rw, const struct scan_path *path)
{
    str text = S("");
    for (uint32_t i = 0; i < path->count; i++)
        text = arena_printf(rw->arena, "%.*s%s%.*s", STR_ARG(text), i ? ", " : "", STR_ARG(step_text(rw, &path->steps[i])));
    return path->count == 1 ? arena_printf(rw->arena, "%.*s,", STR_ARG(text)) : text;
}

static str made_text(struct rewriting *rw, const struct join *j, str function, str finder)
{
    str width =
        j->scan.width ? arena_printf(rw->arena, ", width=%u", (unsigned) j->scan.width) : S("");
    str path = steps_text(rw, text_of(rw, j->list), &j->scan.key);
    if (j->scan.either)
        path = arena_printf(rw->arena, "%.*s, either=(%.*s)", STR_ARG(path), STR_ARG(tuple_text(rw, &j->scan.other)));
    str made = arena_printf(rw->arena, "%.*s(%.*s%.*s)", STR_ARG(function), STR_ARG(path), STR_ARG(width));
    struct watched watched = watched_by(rw, j);
    made = if_iterables_are_builtin(rw, j->outer, &watched, made, S("None"));
    return arena_printf(rw->arena, "%.*s = %.*s\n", STR_ARG(finder), STR_ARG(made));
}

static void rewrite(struct rewriting *rw, const struct finding *f, struct candidate *c)
{
    struct join j;
    if (!describe(rw, f, &j))
        return;
    const struct py_node *replaced = &rw->tree->nodes[j.call ? j.list : j.scan.iterable];
    str function = use_helper(rw, c, j.outer, S("_finder"), compose_helper(rw, helper, ARRAY_LEN(helper), features_of(rw, &j)));
    str finder = finder_name(rw, &j);
    struct watched watched = watched_by(rw, &j);
    bind_iterable(rw, c, j.outer, j.statement, &watched);
    insert_before(rw, c, j.statement, made_text(rw, &j, function, finder));
    add_edit(rw, c, replaced->start, replaced->end, call_text(rw, &j, finder));
    claim_iterables(rw, c, f, &watched);
    add_condition(rw, c, "plain_keys", false, CERTAINTY_NEEDS_GUARD, f->line,
                  "the helper looks at the exact types of items and keys, and gives everything "
                  "for others");
}

const struct transform transform_hash_join = {
    .summary = "finds the items by their key in a table that is made once instead of searching "
               "the whole list",
    .legal = legal,
    .rewrite = rewrite,
};

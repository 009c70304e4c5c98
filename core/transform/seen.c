/*
 * seen.c — a set is kept beside a growing list and answers its membership tests.
 *
 *     seen = []                      seen = []
 *                                    seen_lookup = set()
 *     if x not in seen:              if x not in (seen_lookup if _is_plain(x) else seen):
 *         seen.append(x)                 seen.append(x)
 *                                        if _is_plain(x) and seen_lookup is not seen:
 *                                            seen_lookup.add(x)
 *                                        else:
 *                                            seen_lookup = seen
 *
 * The list stays as it is, with its order. When the types are proved, the tests of types are left
 * out. Otherwise the first item that is not plain (exact builtin scalars and tuples of them) puts the list itself in the
 * place of the set, for good: from then on everything is as it was.
 *
 * What is asked for or appended is evaluated once, where it stands: anything but a name, a constant or
 * a tuple of such gets a name there.
 *
 *     if row["id"] not in seen:      if (seen_item := row["id"]) not in (seen_lookup if … else seen):
 *
 * What is needed here: lines of their own for the statements, so that others can follow them.
 */
#include "transform_internal.h"

static str list_name(const struct rewriting *rw, const struct finding *f)
{
    return text_of(rw, py_child(rw->tree, f->anchors[0], PY_F_targets));
}

static bool is_append(const struct rewriting *rw, uint32_t site)
{
    return rw->tree->nodes[site].kind == PY_Expr;
}

static bool is_proved(const struct finding *f)
{
    return f->certainty == CERTAINTY_PROVED;
}

/* One rewriting: the names that it brings along. */
struct names {
    str lookup, item, helper;
};

static const char helper_source[] =
    "def _is_plain(value):\n"
    "    \"\"\"Whether == and hash() of the value agree and run no code of the program's.\"\"\"\n"
    "    plain = {int, str, float, bool, type(None)}\n"
    "    return type(value) in plain or type(value) is tuple and plain.issuperset(map(type, value))\n";

/* How the value is called once it is evaluated. */
static str value_text(const struct rewriting *rw, uint32_t value, const struct names *names)
{
    return py_is_repeatable(rw->tree, value) ? text_of(rw, value) : names->item;
}

/* Gives the value its name when it needs one; in a call it stands in parentheses already. */
static void name_value(struct rewriting *rw, uint32_t value, const struct names *names, struct candidate *c)
{
    const struct py_node *node = &rw->tree->nodes[value];
    bool enclosed = node->flags & PY_FLAG_PARENTHESIZED || node->field == PY_F_args;
    if (py_is_repeatable(rw->tree, value))
        return;
    add_edit(rw, c, node->start, node->start,
             arena_printf(rw->arena, enclosed ? "%.*s := " : "(%.*s := ", STR_ARG(names->item)));
    if (!enclosed)
        add_edit(rw, c, node->end, node->end, S(")"));
}

/* "(type(x) in (int, str) or _is_plain(x))"; of a tuple each part. */
static str type_test(const struct rewriting *rw, uint32_t value, const struct names *names)
{
    const struct py_tree *t = rw->tree;
    str test = S(""), text = value_text(rw, value, names);
    if (t->nodes[value].kind != PY_Tuple || !py_is_repeatable(t, value))
        return arena_printf(rw->arena, "(type(%.*s) in (int, str) or %.*s(%.*s))", STR_ARG(text),
                            STR_ARG(names->helper), STR_ARG(text));
    for (uint32_t e = py_first(t, value); e; e = py_next(t, value, e))
        if (t->nodes[e].kind == PY_Name)
            test = arena_printf(rw->arena, "%.*s%stype(%.*s) in (int, str)", STR_ARG(test),
                                test.len ? " and " : "", STR_ARG(text_of(rw, e)));
    return test.len ? test : S("True");
}

static bool legal(struct rewriting *rw, const struct finding *f, str *ret_why)
{
    static const char *const builtins[] = { "set",   "type", "int", "str", "map",
                                            "float", "bool", "all", "tuple", NULL };
    if (shadows_builtin(rw, f->anchors[0], builtins))
        return refuse(ret_why, "the module rebinds a builtin that the rewrite needs");
    if (!starts_line(rw, f->anchors[0]) || !ends_line(rw, f->anchors[0]))
        return refuse(ret_why, "there is no room for a statement behind the list's first");
    for (uint32_t i = 0; i < f->sites.count; i++) {
        uint32_t site = f->sites.items[i];
        if (!on_one_line(rw, site))
            return refuse(ret_why, "a test or an append is written over several lines");
        if (is_append(rw, site) && (!starts_line(rw, site) || !ends_line(rw, site)))
            return refuse(ret_why, "there is no room for a statement behind an append");
    }
    return true;
}

static str first_lookup(const struct rewriting *rw, const struct finding *f, str lookup, str helper)
{
    str name = list_name(rw, f);
    uint32_t value = py_child(rw->tree, f->anchors[0], PY_F_value);
    bool empty = rw->tree->nodes[value].kind == PY_List && !py_first(rw->tree, value);
    if (empty)
        return arena_printf(rw->arena, "%.*s = set()\n", STR_ARG(lookup));
    if (is_proved(f))
        return arena_printf(rw->arena, "%.*s = set(%.*s)\n", STR_ARG(lookup), STR_ARG(name));
    return arena_printf(rw->arena,
                        "%.*s = set(%.*s) if all(map(%.*s, %.*s)) else %.*s\n",
                        STR_ARG(lookup), STR_ARG(name), STR_ARG(helper), STR_ARG(name), STR_ARG(name));
}

static void rewrite_append(struct rewriting *rw, const struct finding *f, uint32_t site,
                           const struct names *names, struct candidate *c)
{
    uint32_t value = py_child(rw->tree, py_child(rw->tree, site, PY_F_value), PY_F_args);
    str text = value_text(rw, value, names), name = list_name(rw, f), lookup = names->lookup;
    str lines = is_proved(f)
                    ? arena_printf(rw->arena, "%.*s.add(%.*s)\n", STR_ARG(lookup), STR_ARG(text))
                    : arena_printf(rw->arena,
                                   "if %.*s and %.*s is not %.*s:\n"
                                   "    %.*s.add(%.*s)\nelse:\n    %.*s = %.*s\n",
                                   STR_ARG(type_test(rw, value, names)), STR_ARG(lookup), STR_ARG(name),
                                   STR_ARG(lookup), STR_ARG(text), STR_ARG(lookup), STR_ARG(name));
    name_value(rw, value, names, c);
    insert_behind(rw, c, site, lines);
}

static void rewrite_test(struct rewriting *rw, const struct finding *f, uint32_t site,
                         const struct names *names, struct candidate *c)
{
    const struct py_tree *t = rw->tree;
    uint32_t container = py_child(t, site, PY_F_comparators), value = py_child(t, site, PY_F_left);
    str text = is_proved(f) ? names->lookup
                            : arena_printf(rw->arena, "(%.*s if %.*s else %.*s)", STR_ARG(names->lookup),
                                           STR_ARG(type_test(rw, value, names)),
                                           STR_ARG(text_of(rw, container)));
    if (!is_proved(f))
        name_value(rw, value, names, c);
    add_edit(rw, c, t->nodes[container].start, t->nodes[container].end, text);
}

static void rewrite(struct rewriting *rw, const struct finding *f, struct candidate *c)
{
    uint32_t def = py_function_of(rw->tree, f->anchors[0]);
    str name = list_name(rw, f);
    struct names names = {
        .lookup = fresh_local(rw, def, arena_printf(rw->arena, "%.*s_lookup", STR_ARG(name))),
        .item = fresh_local(rw, def, arena_printf(rw->arena, "%.*s_item", STR_ARG(name))),
    };
    if (!is_proved(f))
        names.helper = use_helper(rw, c, f->node, S("_is_plain"), str_from(helper_source));
    insert_behind(rw, c, f->anchors[0], first_lookup(rw, f, names.lookup, names.helper));
    for (uint32_t i = 0; i < f->sites.count; i++)
        (is_append(rw, f->sites.items[i]) ? rewrite_append : rewrite_test)(rw, f, f->sites.items[i], &names, c);
    for (uint32_t i = 0; i < f->conditions.count; i++)
        if (!f->conditions.items[i].holds)
            *VEC_PUSH(rw->arena, &c->conditions) = f->conditions.items[i];
}

const struct transform transform_seen = {
    .summary = "keeps a set beside the growing list and asks the set",
    .legal = legal,
    .rewrite = rewrite,
};

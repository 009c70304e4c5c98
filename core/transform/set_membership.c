/*
 * set_membership.c — membership tests against a list inside a loop, answered by a hash table.
 *
 *     for row in rows:                       allowed_lookup = _hashed(allowed)
 *         if row.id in allowed:              for row in rows:
 *                                                if row.id in allowed_lookup:
 *
 *     if k in list(d.keys()):                if k in d:
 *
 * `_hashed` (a helper above the first definition) looks at the container once. Only an exact
 * list or tuple whose items are all exact int, float, bool, str, None or flat tuples of
 * them, and that has enough items to pay, becomes a frozenset; everything else stays what
 * it is. For such items == and hash() agree and run no code of the user's, and both a list
 * and a set try identity first, so that NaN is found exactly when the very object is in
 * there.
 *
 * Why it is the same:
 *  - container_invariant (detector): names and contents do not change while the loop runs, and what
 *    advances its iterables is no code of the user's: their exact types are tested (iterables.c).
 *  - The container's name surely has a value when the loop starts: reading it early is
 *    unobservable even when the loop does not run. Building the table runs no user code.
 *  - The probe: a list compares with ==, a set hashes first. A user's object, an unhashable
 *    value or a subclass could tell. So the probe's type is proved plain, or `type(probe)
 *    in (int, str)` picks the table at run time, with the container itself for everything
 *    else. A probe that is not a plain name is evaluated once, in its place, into a new
 *    local. Comparing with the value of another type may run code that changes the list: then the
 *    table is let go, unless nobody but this function can reach the list.
 *  - `in list(d)` becomes `in d` only for an exact dict with plain keys and a plain probe; with
 *    other keys the table is made once by `_hashed(list(d))`, if d does not change in the loop.
 *  - Both forms give exactly True or False.
 */
#include "hasten/iteration.h"
#include "transform_internal.h"

#define PLAIN (PY_T_NONE | PY_T_BOOL | PY_T_INT | PY_T_FLOAT | PY_T_STR)

static const char helper_source[] =
    "def _hashed(items):\n"
    "    \"\"\"Give a frozenset that answers `in` exactly as the list does, or the list itself.\"\"\"\n"
    "    plain = {int, float, bool, str, type(None)}\n"
    "    if type(items) not in (list, tuple) or len(items) < 8:\n"
    "        return items\n"
    "    if plain.issuperset(map(type, items)):\n"
    "        return frozenset(items)\n"
    "    for item in items:\n"
    "        if type(item) is not tuple or not plain.issuperset(map(type, item)):\n"
    "            return items\n"
    "    return frozenset(items)\n";

enum form { FORM_NAME, FORM_DICT, FORM_DICT_TABLE };

struct membership {
    uint32_t compare, probe, container; /* container: the expression after `in` */
    uint32_t variable;                  /* Name of the list or dict */
    uint32_t statement;                 /* in front of which the table is made */
    enum form form;
    bool probe_plain;
};

/* The Name d in list(d) or list(d.keys()); 0 when the call is neither. */
static uint32_t listed_dict(const struct rewriting *rw, uint32_t call)
{
    const struct py_tree *t = rw->tree;
    uint32_t argument = py_child(t, call, PY_F_args);
    if (!py_is_builtin(rw->module, py_child(t, call, PY_F_func), S("list")) || !argument ||
        py_next_in(t, call, argument) || py_child(t, call, PY_F_keywords))
        return 0;
    if (t->nodes[argument].kind == PY_Name)
        return argument;
    uint32_t keys = py_child(t, argument, PY_F_func);
    bool is_keys = t->nodes[argument].kind == PY_Call && t->nodes[keys].kind == PY_Attribute &&
                   str_equal(py_name(t, keys), S("keys")) && !py_child(t, argument, PY_F_args);
    uint32_t owner = is_keys ? py_child(t, keys, PY_F_value) : 0;
    return owner && t->nodes[owner].kind == PY_Name ? owner : 0;
}

static bool is_comprehension(const struct rewriting *rw, uint32_t node)
{
    enum py_kind kind = (enum py_kind) rw->tree->nodes[node].kind;
    return kind == PY_ListComp || kind == PY_SetComp || kind == PY_DictComp ||
           kind == PY_GeneratorExp;
}

static bool flat_tuple(struct rewriting *rw, uint32_t probe)
{
    if (rw->tree->nodes[probe].kind != PY_Tuple)
        return false;
    for (uint32_t e = py_first(rw->tree, probe); e; e = py_next(rw->tree, probe, e))
        if (!py_type_within(py_type_of(rw->facts, e), PLAIN))
            return false;
    return true;
}

static bool read_compare(struct rewriting *rw, uint32_t compare, struct membership *m, str *ret_why)
{
    const struct py_tree *t = rw->tree;
    m->compare = compare;
    m->container = py_child(t, compare, PY_F_comparators);
    m->probe = py_child(t, m->compare, PY_F_left);
    uint32_t operator = py_child(t, m->compare, PY_F_ops);
    if (t->nodes[m->compare].kind != PY_Compare || py_count_in(t, m->compare, PY_F_ops) != 1 ||
        (t->nodes[operator].op != PY_IN && t->nodes[operator].op != PY_NOTIN))
        return refuse(ret_why, "the membership test is part of a chained comparison");
    m->probe_plain = py_type_within(py_type_of(rw->facts, m->probe), PLAIN) ||
                     flat_tuple(rw, m->probe);
    return true;
}

static bool read_container(struct rewriting *rw, const struct finding *f, struct membership *m,
                           str *ret_why)
{
    const struct py_tree *t = rw->tree;
    if (t->nodes[m->container].kind == PY_Name) {
        m->form = FORM_NAME;
        m->variable = m->container;
        return true;
    }
    m->variable = t->nodes[m->container].kind == PY_Call ? listed_dict(rw, m->container) : 0;
    if (!m->variable)
        return refuse(ret_why, "the container is neither a name nor list() of one");
    struct py_type type = py_type_of(rw->facts, m->variable);
    if (!py_type_within(type, PY_T_DICT))
        return refuse(ret_why, "it is not certain that the container is exactly a dict");
    if (m->probe_plain && type.key && !(type.key & ~(py_types) PLAIN)) {
        m->form = FORM_DICT;
        return true;
    }
    const struct py_loop *loop = py_loop_at(rw->facts, f->node);
    m->form = FORM_DICT_TABLE;
    return (loop && py_loop_invariant(rw->facts, loop, m->variable)) ||
           refuse(ret_why, "the dict has keys of unknown type and may change in the loop");
}

/* Where the table can be made: in front of the loop, or of the comprehension's statement. */
static bool read_place(struct rewriting *rw, const struct finding *f, struct membership *m,
                       str *ret_why)
{
    const struct py_tree *t = rw->tree;
    m->statement = py_is_statement((enum py_kind) t->nodes[f->node].kind)
                       ? f->node
                       : py_statement_of(t, f->node);
    if (m->form == FORM_DICT)
        return true;
    if (!starts_line(rw, m->statement))
        return refuse(ret_why, "there is no room for a statement in front of the loop");
    if (in_class_body(rw, m->statement))
        return refuse(ret_why, "the loop stands in a class body");
    if (may_run_later(rw, f->node, m->compare))
        return refuse(ret_why, "the test may run later, when the container has changed");
    if (is_comprehension(rw, f->node) && !evaluated_first(rw, f->node, m->statement))
        return refuse(ret_why, "the comprehension may not be the first thing that its statement does");
    struct watched watched = watch(rw, m->variable);
    if (!can_test_iterables(rw, f->node, m->statement, &watched, ret_why))
        return false;
    return surely_bound(rw, m->variable, m->statement) ||
           refuse(ret_why, "the container may have no value yet when the loop starts");
}

/* A new local for the probe is possible in a function, and in a comprehension of a function
 * outside its iterables. */
static bool can_name_probe(const struct rewriting *rw, const struct membership *m)
{
    const struct py_tree *t = rw->tree;
    if (!py_function_of(t, m->compare))
        return false;
    for (uint32_t at = m->compare; !py_is_statement((enum py_kind) t->nodes[at].kind);
         at = t->nodes[at].parent) {
        enum py_kind kind = (enum py_kind) t->nodes[at].kind;
        if (kind == PY_Lambda || kind == PY_comprehension)
            return false;
    }
    return t->nodes[t->nodes[py_statement_of(t, m->compare)].parent].kind != PY_ClassDef;
}

static bool describe(struct rewriting *rw, const struct finding *f, uint32_t compare,
                     struct membership *m, str *ret_why)
{
    /* What the helper needs is looked up at the top level (node 0), the rest where it stands. */
    static const char *const in_helper[] = { "type", "int", "str", "float", "bool", "list",
                                             "tuple", "len", "map", "frozenset", NULL };
    static const char *const in_place[] = { "type", "int", "str", "list", NULL };
    *m = (struct membership){ 0 };
    if (shadows_builtin(rw, 0, in_helper) || shadows_builtin(rw, compare, in_place))
        return refuse(ret_why, "the module rebinds a builtin that the rewrite needs");
    if (!read_compare(rw, compare, m, ret_why) || !read_container(rw, f, m, ret_why) ||
        !read_place(rw, f, m, ret_why))
        return false;
    bool named = rw->tree->nodes[m->probe].kind == PY_Name;
    if (!m->probe_plain && !py_unreachable(rw->facts, m->variable) &&
        (m->form == FORM_DICT_TABLE || (named && !can_assign_at(rw, m->compare))))
        return refuse(ret_why, "the table could not be let go after a comparison that changes the list");
    return m->probe_plain || named || can_name_probe(rw, m) ||
           refuse(ret_why, "the type of the tested value is unknown and it cannot be named");
}

/* The i-th test that the finding lists; false behind the last. */
static bool test_at(const struct finding *f, uint32_t i, uint32_t *ret_compare)
{
    *ret_compare = i < f->sites.count ? f->sites.items[i] : f->anchors[0];
    return i < f->sites.count || (i == 0 && f->sites.count == 0);
}

/* Tests that have to stay as they are do no harm beside the others: one that can change is enough. */
static bool legal(struct rewriting *rw, const struct finding *f, str *ret_why)
{
    struct membership m;
    str first_why = S("");
    for (uint32_t i = 0, compare; test_at(f, i, &compare); i++) {
        str why;
        if (describe(rw, f, compare, &m, &why))
            return true;
        first_why = first_why.len ? first_why : why;
    }
    *ret_why = first_why;
    return false;
}

/* `x in (lookup if type(x) in (int, str) else (lookup := items))`; the probe is named when it is no name. */
static void guard_probe(struct rewriting *rw, const struct membership *m, str lookup,
                        struct candidate *c)
{
    const struct py_tree *t = rw->tree;
    const struct py_node *compare = &t->nodes[m->compare];
    str probe = text_of(rw, m->probe), items = text_of(rw, m->container);
    if (t->nodes[m->probe].kind != PY_Name) {
        probe = fresh_name(rw, S("probe"));
        uint32_t operator = py_child(t, m->compare, PY_F_ops);
        str text = str_trim(str_slice(t->source, compare->start, t->nodes[operator].start));
        add_edit(rw, c, compare->start, compare->start + (uint32_t) text.len,
                 arena_printf(rw->arena, "(%.*s := %.*s)", STR_ARG(probe), STR_ARG(text)));
    }
    if (!py_unreachable(rw->facts, m->variable))
        items = arena_printf(rw->arena, "(%.*s := %.*s)", STR_ARG(lookup), STR_ARG(items));
    add_edit(rw, c, t->nodes[m->container].start, t->nodes[m->container].end,
             arena_printf(rw->arena, "(%.*s if type(%.*s) in (int, str) else %.*s)",
                          STR_ARG(lookup), STR_ARG(probe), STR_ARG(items)));
}

/* "banned_lookup" of banned, "allowed_lookup" of ALLOWED: it is a local, not a constant. */
static str lookup_name(struct rewriting *rw, str variable)
{
    char *name = arena_cstr(rw->arena, variable);
    for (char *c = name; *c; c++)
        *c = *c >= 'A' && *c <= 'Z' ? (char) (*c - 'A' + 'a') : *c;
    return fresh_name(rw, arena_printf(rw->arena, "%s_lookup", name));
}

/* One test asks the table `lookup`, or the dict itself. */
static void rewrite_test(struct rewriting *rw, const struct membership *m, str lookup,
                         struct candidate *c)
{
    const struct py_node *container = &rw->tree->nodes[m->container];
    if (m->form == FORM_DICT)
        add_edit(rw, c, container->start, container->end, text_of(rw, m->variable));
    else if (m->probe_plain)
        add_edit(rw, c, container->start, container->end, lookup);
    else
        guard_probe(rw, m, lookup, c);
}

static void make_table(struct rewriting *rw, const struct finding *f, const struct membership *m,
                       str lookup, struct candidate *c)
{
    str helper = use_helper(rw, c, f->node, S("_hashed"), str_from(helper_source));
    str variable = text_of(rw, m->variable);
    str items = m->form == FORM_NAME ? variable
                                     : arena_printf(rw->arena, "list(%.*s)", STR_ARG(variable));
    struct watched watched = watch(rw, m->variable);
    str table = arena_printf(rw->arena, "%.*s(%.*s)", STR_ARG(helper), STR_ARG(items));
    table = if_iterables_are_builtin(rw, f->node, &watched, table, items);
    bind_iterable(rw, c, f->node, m->statement, &watched);
    insert_before(rw, c, m->statement, arena_printf(rw->arena, "%.*s = %.*s\n", STR_ARG(lookup), STR_ARG(table)));
    claim_iterables(rw, c, f, &watched);
    if (m->form == FORM_NAME)
        add_condition(rw, c, "container_is_list", false, CERTAINTY_NEEDS_GUARD, f->line,
                      "the helper leaves everything but exact lists and tuples alone");
    add_condition(rw, c, "elements_hashable", false, CERTAINTY_NEEDS_GUARD, f->line,
                  "the helper looks at the exact type of every item before it hashes any");
}

static void rewrite(struct rewriting *rw, const struct finding *f, struct candidate *c)
{
    str lookup = S("");
    bool all_plain = true;
    for (uint32_t i = 0, compare; test_at(f, i, &compare); i++) {
        struct membership m;
        str why;
        if (!describe(rw, f, compare, &m, &why))
            continue;
        if (m.form != FORM_DICT && !lookup.len) {
            lookup = lookup_name(rw, text_of(rw, m.variable));
            make_table(rw, f, &m, lookup, c);
        }
        rewrite_test(rw, &m, lookup, c);
        all_plain = all_plain && m.probe_plain;
    }
    if (!lookup.len)
        add_condition(rw, c, "elements_hashable", true, CERTAINTY_PROVED, f->line,
                      "the keys have builtin types");
    add_condition(rw, c, "probe_hashable", all_plain, CERTAINTY_NEEDS_GUARD, f->line,
                  all_plain ? "the tested value has a builtin type"
                            : "its exact type is tested before the table is asked");
}

const struct transform transform_set_membership = {
    .summary = "asks a hash table that is made once instead of scanning the list again and again",
    .legal = legal,
    .rewrite = rewrite,
};

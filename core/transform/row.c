/*
 * row.c — a row of a table is looked up once in front of the loop that goes through it.
 *
 *     for j in range(n):                  dist_i = dist[i] if type(dist) is list and … else _Row(dist, i)
 *         if dist[i][k] + … < dist[i][j]:     for j in range(n):
 *                                                 if dist_i[k] + … < dist_i[j]:
 *
 * The row is taken where the table is an exact list that has it, the row is an exact list, and none of the lists that the
 * loop stores into is the table. For everything else `_Row` (a helper above the first definition) looks the row up whenever
 * an item is asked for or stored, as the code did.
 *
 * Why it is the same: making it has no effect and cannot fail. The detector has shown that the loop binds no name of the
 * lookup and stores nothing into the table; so the row is one and the same object all the time, and its items are read and
 * stored when they were.
 *
 * Iterators that the loop advances may run anybody's code: exact types of what it runs over are tested as well (iterables.c).
 *
 * What is needed here: a function of the user's around the loop, room for a local, names that have a value in front of it,
 * and builtins that mean what they say.
 */
#include <ctype.h>

#include "transform_internal.h"

#define MAX_STORED 4u

static const char helper_source[] =
    "class _Row:\n"
    "    \"\"\"Stands for table[place], which is looked up each time.\"\"\"\n"
    "\n"
    "    def __init__(self, table, place):\n"
    "        self.table, self.place = table, place\n"
    "\n"
    "    def __getitem__(self, key):\n"
    "        return self.table[self.place][key]\n"
    "\n"
    "    def __setitem__(self, key, value):\n"
    "        self.table[self.place][key] = value\n";

/* Lists that the loop stores into by one index: any of them could be the table. */
static uint32_t stored_lists(const struct rewriting *rw, uint32_t loop, uint32_t *ret)
{
    const struct py_tree *t = rw->tree;
    uint32_t count = 0;
    for (uint32_t n = loop; n < t->nodes[loop].extent; n++) {
        uint32_t base = t->nodes[n].kind == PY_Subscript && t->nodes[n].op == PY_STORE ? py_child(t, n, PY_F_value) : 0;
        bool known = !base || t->nodes[base].kind != PY_Name;
        for (uint32_t i = 0; i < count && !known; i++)
            known = t->nodes[ret[i]].name == t->nodes[base].name;
        if (known)
            continue;
        if (count == MAX_STORED)
            return UINT32_MAX;
        ret[count++] = base;
    }
    return count;
}

static bool names_are_bound(const struct rewriting *rw, uint32_t row, uint32_t loop)
{
    for (uint32_t n = row; n < rw->tree->nodes[row].extent; n++)
        if (rw->tree->nodes[n].kind == PY_Name && !surely_bound(rw, n, loop))
            return false;
    return true;
}

static struct watched watched_by(const struct rewriting *rw, uint32_t row)
{
    return (struct watched){ .tested = { py_child(rw->tree, row, PY_F_value) }, .count = 1 };
}

static bool site_is_legal(struct rewriting *rw, uint32_t row, uint32_t loop)
{
    uint32_t stored[MAX_STORED], count = stored_lists(rw, loop, stored);
    const struct py_loop *l = py_loop_at(rw->facts, loop);
    struct watched watched = watched_by(rw, row);
    str why;
    if (!can_test_iterables(rw, loop, loop, &watched, &why) || looks_up_iterable(rw, loop, &watched))
        return false;
    if (count == UINT32_MAX || !on_one_line(rw, row) || !has_room_for_local(rw, loop) || !names_are_bound(rw, row, loop) ||
        may_run_later(rw, loop, row))
        return false;
    for (uint32_t i = 0; i < count; i++)
        if (py_name_in(&l->written, rw->tree->nodes[stored[i]].name) || !surely_bound(rw, stored[i], loop))
            return false;
    return true;
}

static bool legal(struct rewriting *rw, const struct finding *f, str *ret_why)
{
    static const char *const builtins[] = { "type", "list", "int", "len", NULL };
    if (shadows_builtin(rw, f->node, builtins))
        return refuse(ret_why, "the module rebinds a builtin that the rewrite needs");
    for (uint32_t i = 0; i < f->sites.count; i += 2)
        if (site_is_legal(rw, f->sites.items[i], f->sites.items[i + 1]))
            return true;
    return refuse(ret_why, "a name that has to be read first may have no value yet, or there is no room in front of the loop");
}

/* "dist_k" of dist[k], "dp_before" of dp[i - 1], "dp_row" */
static str row_name(struct rewriting *rw, uint32_t row)
{
    const struct py_tree *t = rw->tree;
    uint32_t index = py_child(t, row, PY_F_slice);
    str table = py_name(t, py_child(t, row, PY_F_value)), place = S("row");
    int64_t step;
    if (t->nodes[index].kind == PY_Name)
        place = py_name(t, index);
    else if (t->nodes[index].kind == PY_BinOp && py_int_value(t, py_child(t, index, PY_F_right), &step) && step == 1)
        place = t->nodes[index].op == PY_SUB ? S("before") : S("after");
    char *name = arena_cstr(rw->arena, arena_printf(rw->arena, "%.*s_%.*s", STR_ARG(table), STR_ARG(place)));
    for (char *c = name; *c; c++)
        *c = (char) tolower((unsigned char) *c);
    return str_from(name);
}

struct row {
    uint32_t loop;
    str text, name;
};
typedef VEC(struct row) row_vec;

static str unused_name(struct rewriting *rw, const row_vec *rows, uint32_t def, str wanted)
{
    str name = fresh_local(rw, def, wanted);
    for (unsigned suffix = 2;; suffix++) {
        bool taken = false;
        for (uint32_t i = 0; i < rows->count; i++)
            taken = taken || str_equal(rows->items[i].name, name);
        if (!taken)
            return name;
        name = fresh_local(rw, def, arena_printf(rw->arena, "%.*s_%u", STR_ARG(wanted), suffix));
    }
}

static const struct row *row_of(struct rewriting *rw, row_vec *rows, uint32_t site, uint32_t loop)
{
    str text = text_of(rw, site);
    for (uint32_t i = 0; i < rows->count; i++)
        if (rows->items[i].loop == loop && str_equal(rows->items[i].text, text))
            return &rows->items[i];
    str name = unused_name(rw, rows, py_function_of(rw->tree, site), row_name(rw, site));
    *VEC_PUSH(rw->arena, rows) = (struct row){ loop, text, name };
    return &rows->items[rows->count - 1];
}

/* What has to hold for the row to be taken. */
static str test_text(struct rewriting *rw, uint32_t site, uint32_t loop)
{
    const struct py_tree *t = rw->tree;
    uint32_t stored[MAX_STORED], count = stored_lists(rw, loop, stored), index = py_child(t, site, PY_F_slice);
    str table = text_of(rw, py_child(t, site, PY_F_value)), place = text_of(rw, index), tests = S("");
    if (!py_type_within(py_type_of(rw->facts, py_child(t, site, PY_F_value)), PY_T_LIST))
        tests = arena_printf(rw->arena, "type(%.*s) is list and ", STR_ARG(table));
    if (!py_type_within(py_type_of(rw->facts, index), PY_T_INT))
        tests = arena_printf(rw->arena, "%.*stype(%.*s) is int and ", STR_ARG(tests), STR_ARG(place));
    for (uint32_t i = 0; i < count; i++)
        tests = arena_printf(rw->arena, "%.*s%.*s is not %.*s and ", STR_ARG(tests), STR_ARG(py_name(t, stored[i])), STR_ARG(table));
    struct watched watched = watched_by(rw, site);
    str iterables = iterables_test(rw, loop, &watched);
    if (iterables.len)
        tests = arena_printf(rw->arena, "%.*s%.*s and ", STR_ARG(tests), STR_ARG(iterables));
    return arena_printf(rw->arena, "%.*s%s%.*s < len(%.*s) and type(%.*s) is list", STR_ARG(tests),
                        t->nodes[index].kind == PY_Constant ? "" : "0 <= ", STR_ARG(place), STR_ARG(table),
                        STR_ARG(text_of(rw, site)));
}

static str made_text(struct rewriting *rw, uint32_t site, uint32_t loop, str helper, str name)
{
    const struct py_tree *t = rw->tree;
    str test = test_text(rw, site, loop), row = text_of(rw, site);
    str other = arena_printf(rw->arena, "%.*s(%.*s, %.*s)", STR_ARG(helper), STR_ARG(text_of(rw, py_child(t, site, PY_F_value))),
                             STR_ARG(text_of(rw, py_child(t, site, PY_F_slice))));
    str line = arena_printf(rw->arena, "%.*s = %.*s if %.*s else %.*s\n", STR_ARG(name), STR_ARG(row), STR_ARG(test), STR_ARG(other));
    if (layout_indent_at(t->source, t->nodes[loop].start).len + line.len <= rw->layout.width)
        return line;
    return arena_printf(rw->arena, "if %.*s:\n    %.*s = %.*s\nelse:\n    %.*s = %.*s\n", STR_ARG(test), STR_ARG(name),
                        STR_ARG(row), STR_ARG(name), STR_ARG(other));
}

static void rewrite(struct rewriting *rw, const struct finding *f, struct candidate *c)
{
    str helper = use_helper(rw, c, f->node, S("_Row"), str_from(helper_source));
    row_vec rows = { 0 };
    for (uint32_t i = 0; i < f->sites.count; i += 2) {
        uint32_t site = f->sites.items[i], loop = f->sites.items[i + 1], before = rows.count;
        if (!site_is_legal(rw, site, loop))
            continue;
        const struct row *row = row_of(rw, &rows, site, loop);
        if (rows.count > before)
            insert_before(rw, c, loop, made_text(rw, site, loop, helper, row->name));
        add_edit(rw, c, rw->tree->nodes[site].start, rw->tree->nodes[site].end, row->name);
    }
    add_condition(rw, c, "exact_table", false, CERTAINTY_NEEDS_GUARD, f->line,
                  "the helper looks at the exact types of the table, the place and the row");
}

const struct transform transform_row = {
    .summary = "looks a row of the table up once in front of the loop that goes through it",
    .legal = legal,
    .rewrite = rewrite,
};

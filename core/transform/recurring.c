/*
 * recurring.c — a loop remembers what a pure function gave for an argument.
 *
 *     for row in rows:                 score_once = _remembering(score)
 *         total += score(row[0])       for row in rows:
 *                                          total += score_once(row[0])
 *
 * `_remembering` (a helper above the first definition) gives a function that asks its memory
 * for arguments that are exactly int or str, and calls the function for all others. The memory
 * is made in front of the loop and dies with the activation: nothing is remembered from one
 * call of the program's function to the next, and it holds a bounded number of results.
 *
 * Why it is the same: the detector has shown that the function is pure, deterministic and gives
 * immutable results for such arguments. An int never equals a str, so equal keys are equal
 * arguments. What the function raises is raised again and never stored. Arguments are evaluated
 * where they were. When it reads a table of the module, the exact types of what the loop runs over are
 * tested in front of it: advancing them changes no table then.
 */
#include "hasten/iteration.h"
#include "transform_internal.h"

static const char helper_source[] =
    "def _remembering(function):\n"
    "    \"\"\"Give function with a memory for arguments that are exactly int or str.\"\"\"\n"
    "    known = {}\n"
    "\n"
    "    def remembered(argument, *constants):\n"
    "        if type(argument) not in (int, str):\n"
    "            return function(argument, *constants)\n"
    "        value = known.get(argument, known)\n"
    "        if value is known:\n"
    "            value = function(argument, *constants)\n"
    "            if len(known) < 100000:\n"
    "                known[argument] = value\n"
    "        return value\n"
    "\n"
    "    return remembered\n";

static uint32_t loop_statement(const struct rewriting *rw, const struct finding *f)
{
    bool statement = py_is_statement((enum py_kind) rw->tree->nodes[f->node].kind);
    return statement ? f->node : py_statement_of(rw->tree, f->node);
}

/* What the function reads in the module may be changed by whoever advances an iterable. */
static struct watched watched_by(struct rewriting *rw, const struct finding *f)
{
    return (struct watched){ .confined = !py_reads_shared(rw->facts, py_function(rw->facts, f->anchors[1])) };
}

static bool legal(struct rewriting *rw, const struct finding *f, str *ret_why)
{
    static const char *const builtins[] = { "type", "int", "str", "len", NULL };
    uint32_t statement = loop_statement(rw, f);
    if (shadows_builtin(rw, f->anchors[0], builtins))
        return refuse(ret_why, "the module rebinds a builtin that the rewrite needs");
    if (!starts_line(rw, statement))
        return refuse(ret_why, "there is no room for a statement in front of the loop");
    if (in_class_body(rw, statement))
        return refuse(ret_why, "the loop stands in a class body");
    struct watched watched = watched_by(rw, f);
    if (!can_test_iterables(rw, f->node, statement, &watched, ret_why))
        return false;
    for (uint32_t i = 0; i < f->sites.count; i++)
        if (may_run_later(rw, f->node, f->sites.items[i]))
            return refuse(ret_why, "the call may be made after the loop");
    return f->anchors[1] < statement ||
           refuse(ret_why, "the function is defined below its caller");
}

static bool is_argument_proved(const struct finding *f)
{
    for (uint32_t i = 0; i < f->conditions.count; i++)
        if (str_equal(f->conditions.items[i].name, S("exact_argument")))
            return f->conditions.items[i].holds;
    return false;
}

static void rewrite(struct rewriting *rw, const struct finding *f, struct candidate *c)
{
    str name = py_name(rw->tree, f->anchors[1]);
    uint32_t def = py_function_of(rw->tree, f->node);
    str helper = use_helper(rw, c, f->anchors[1], S("_remembering"), str_from(helper_source));
    str local = fresh_local(rw, def, arena_printf(rw->arena, "%.*s_once", STR_ARG(name)));
    struct watched watched = watched_by(rw, f);
    str made = arena_printf(rw->arena, "%.*s(%.*s)", STR_ARG(helper), STR_ARG(name));
    made = if_iterables_are_builtin(rw, f->node, &watched, made, name);
    bind_iterable(rw, c, f->node, loop_statement(rw, f), &watched);
    insert_before(rw, c, loop_statement(rw, f), arena_printf(rw->arena, "%.*s = %.*s\n", STR_ARG(local), STR_ARG(made)));
    for (uint32_t i = 0; i < f->sites.count; i++) {
        const struct py_node *func =
            &rw->tree->nodes[py_child(rw->tree, f->sites.items[i], PY_F_func)];
        add_edit(rw, c, func->start, func->end, local);
    }
    claim_iterables(rw, c, f, &watched);
    if (!is_argument_proved(f))
        add_condition(rw, c, "exact_argument", false, CERTAINTY_NEEDS_GUARD, f->line,
                      "the exact type of the argument is tested before the memory is asked");
}

const struct transform transform_recurring = {
    .summary = "remembers the results of a pure function for the duration of a loop",
    .legal = legal,
    .rewrite = rewrite,
};

/*
 * independent.c — calls that wait, in statements that follow each other, made at the same time.
 *
 *     user = await profile(name)          # These calls wait at the same time.
 *     bought = await orders(name)         user, bought = await _await_all(
 *                                             lambda: profile(name),
 *                                             lambda: orders(name),
 *                                         )
 *
 * and the same with _call_all, in threads, for plain functions. Each lambda evaluates the
 * arguments of its own call, so that a failure there takes its turn with the others; the first
 * failure, by position, is raised when nothing of the calls is left running.
 *
 * What is needed here, beside the detector's conditions: the statements stand on lines of their
 * own, one below the other, so that nothing between them is lost; and no variable in them is
 * one that a lambda cannot see (a class body's) or that `locals()` would show otherwise.
 */
#include "await_tasks.h"
#include "transform_internal.h"

static const char await_source[] =
    "async def _await_all(*starts):\n"
    "    \"\"\"Await what each start() gives, all at the same time; give the results in "
    "order.\n"
    "\n"
    "    The first failure, by position, is raised; the calls behind a failure are cancelled.\n"
    "    \"\"\"\n"
    "    import asyncio\n"
    "\n"
    "    async def run(start):\n"
    "        return await start()\n"
    "\n"
    "    tasks = [asyncio.ensure_future(run(start)) for start in starts]\n"
    AWAIT_TASKS
    "    return [task.result() for task in tasks]\n";

static const char call_source[] =
    "def _call_all(*calls):\n"
    "    \"\"\"Make the calls at the same time, in threads; give the results in order.\n"
    "\n"
    "    The first failure, by position, is raised when all calls have come to their end.\n"
    "    \"\"\"\n"
    "    from concurrent.futures import ThreadPoolExecutor\n"
    "\n"
    "    with ThreadPoolExecutor(len(calls)) as pool:\n"
    "        futures = [pool.submit(call) for call in calls]\n"
    "    return [future.result() for future in futures]\n";

static bool is_awaited(const struct rewriting *rw, uint32_t statement)
{
    return rw->tree->nodes[py_child(rw->tree, statement, PY_F_value)].kind == PY_Await;
}

static str call_text(const struct rewriting *rw, uint32_t statement)
{
    uint32_t value = py_child(rw->tree, statement, PY_F_value);
    return text_of(rw,
                   is_awaited(rw, statement) ? py_child(rw->tree, value, PY_F_value) : value);
}

static bool legal(struct rewriting *rw, const struct finding *f, str *ret_why)
{
    static const char *const builtins[] = { "len", NULL };
    const struct py_tree *t = rw->tree;
    if (shadows_builtin(rw, f->node, builtins))
        return refuse(ret_why, "the module rebinds a builtin that the rewrite needs");
    if (!is_awaited(rw, f->node) && !may_start(rw, "thread", ret_why))
        return false;
    if (in_class_body(rw, f->node))
        return refuse(ret_why, "the statements stand in a class body");
    for (uint32_t i = 0; i < f->sites.count; i++) {
        uint32_t s = f->sites.items[i];
        if (!starts_line(rw, s) || !ends_line(rw, s) || !on_one_line(rw, s) ||
            (i && py_line(t, s) != py_line(t, f->sites.items[i - 1]) + 1))
            return refuse(ret_why, "the statements do not stand one below the other");
        str rest =
            str_slice(t->source, t->nodes[s].end, layout_line_end(t->source, t->nodes[s].end));
        if (str_trim(rest).len)
            return refuse(ret_why, "a comment stands behind one of the statements");
    }
    return true;
}

static void rewrite(struct rewriting *rw, const struct finding *f, struct candidate *c)
{
    const struct py_tree *t = rw->tree;
    bool awaited = is_awaited(rw, f->node);
    str helper = use_helper(rw, c, f->node, awaited ? S("_await_all") : S("_call_all"),
                            str_from(awaited ? await_source : call_source));
    str names = S(""), calls = S("");
    for (uint32_t i = 0; i < f->sites.count; i++) {
        uint32_t s = f->sites.items[i];
        names = arena_printf(rw->arena, "%.*s%s%.*s", STR_ARG(names), i ? ", " : "",
                             STR_ARG(text_of(rw, py_child(t, s, PY_F_targets))));
        calls = arena_printf(rw->arena, "%.*s    lambda: %.*s,\n", STR_ARG(calls),
                             STR_ARG(call_text(rw, s)));
    }
    uint32_t last = f->sites.items[f->sites.count - 1];
    str indent = layout_indent_at(t->source, t->nodes[f->node].start);
    str text =
        arena_printf(rw->arena, "# These calls wait at the same time.\n%.*s = %s%.*s(\n%.*s)\n",
                     STR_ARG(names), awaited ? "await " : "", STR_ARG(helper), STR_ARG(calls));
    add_edit(rw, c, (uint32_t) layout_line_start(t->source, t->nodes[f->node].start),
             (uint32_t) layout_line_end(t->source, t->nodes[last].end),
             in_layout(rw, indent, text));
    c->profile = awaited ? CANDIDATE_ASYNCIO : CANDIDATE_THREADS;
}

const struct transform transform_independent = {
    .summary = "makes calls that wait, and need nothing of each other, at the same time",
    .legal = legal,
    .rewrite = rewrite,
};

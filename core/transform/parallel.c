/*
 * parallel.c — the heavy call of a loop, computed ahead in worker processes. Serves the
 * patterns embarrassingly_parallel and map_reduce.
 *
 *     for k in range(n):        # Fewer calls than at_least cost more in processes than in place.
 *         total += area(k)      next_area = _call_in_processes(area, ((k,) for k in range(n)), at_least=40)
 *                               for k in range(n):
 *                                   total += next_area(k)
 *
 * The loop keeps its order and its body; only the pure call is replaced by a function that
 * hands out results computed before. `_call_in_processes` (a helper above the first
 * definition) returns the called function itself when there are too few calls, one CPU,
 * other threads, no fork, or when anything goes wrong on the way: then the untouched loop
 * computes everything in place, with its own exceptions, order and partial effects. Workers
 * inherit function and arguments through fork, so that only results are pickled, and a
 * worker that dies is an end of file, not a wait for ever.
 *
 * Why it is the same (the detector has shown that the callee is pure and deterministic,
 * that it is called exactly once per iteration, with arguments that depend on nothing the
 * loop writes):
 *  - The iterable is walked twice. It is a range of integers, or a name (enumerate, zip,
 *    reversed of names) whose value is an exact list, tuple, range, str or dict: proved, or
 *    tested in the emitted line (`if type(n) is int else ()`), and not changed by the loop.
 *    Never an iterator.
 *  - Arguments can be evaluated ahead (arguments.c). That happens inside the helper,
 *    lazily, under its `except`: what raises there raises again in the loop, at its own
 *    place.
 *  - No break, return, raise or yield leaves the loop: no call runs that would not have run.
 *  - Results are immutable or fresh and come back equal from pickle (detector; else only
 *    tested).
 *  - The function that holds the loop is not called from the callee: no pools inside pools. At
 *    module level only under `if __name__ == "__main__":`, so that an import starts no process.
 */
#include "transform_internal.h"

#define AT_LEAST 40 /* until verification has measured the break-even */
#define LINE_WIDTH 88

static const char helper_source[] =
    "def _call_in_processes(function, calls, at_least):\n"
    "    \"\"\"Compute function(*call) for all calls on all CPUs; give a function that hands them out.\n"
    "\n"
    "    With fewer than at_least calls, or when anything goes wrong, that is function itself: the\n"
    "    caller computes everything in place.\n"
    "    \"\"\"\n"
    "    started = []\n"
    "    try:\n"
    "        calls = list(calls)\n"
    "        if len(calls) < at_least:\n"
    "            return function\n"
    "        import multiprocessing\n"
    "        import os\n"
    "        import threading\n"
    "\n"
    "        workers = min(len(os.sched_getaffinity(0)), len(calls))\n"
    "        if workers < 2 or threading.active_count() > 1:\n"
    "            return function\n"
    "        context = multiprocessing.get_context(\"fork\")\n"
    "\n"
    "        def compute(first, sender):\n"
    "            try:\n"
    "                sender.send([function(*call) for call in calls[first::workers]])\n"
    "            except BaseException:\n"
    "                sender.close()  # the receiver sees the end and gives up\n"
    "\n"
    "        for first in range(workers):\n"
    "            receiver, sender = context.Pipe(duplex=False)\n"
    "            worker = context.Process(target=compute, args=(first, sender))\n"
    "            worker.start()\n"
    "            sender.close()\n"
    "            started.append((worker, receiver))\n"
    "        results = [None] * len(calls)\n"
    "        for first, (worker, receiver) in enumerate(started):\n"
    "            results[first::workers] = receiver.recv()\n"
    "    except Exception:\n"
    "        return function\n"
    "    finally:\n"
    "        for worker, receiver in started:\n"
    "            receiver.close()\n"
    "            worker.kill()\n"
    "            worker.join()\n"
    "    in_order = iter(results)\n"
    "    return lambda *call: next(in_order)\n";

/* Types that can be walked twice with the same result. */
#define REPEATABLE (PY_T_RANGE | PY_T_LIST | PY_T_TUPLE | PY_T_STR | PY_T_BYTES | PY_T_DICT)

/* Run-time tests of what is not proved, behind type(name). */
static const char is_list[] = " in (list, tuple)", is_int[] = " is int";

struct fan_out {
    uint32_t loop, call, iterable, target, statement;
    struct {
        uint32_t name;
        const char *test; /* is_list or is_int */
    } unproved[4];
    uint32_t unproved_count;
    str arguments; /* of the call, as a tuple that can be evaluated ahead */
    bool quiet;    /* evaluating them surely runs none of the user's code */
};

/* ---- the iterable --------------------------------------------------------------------- */

/* The name has one of the types, or its type will be tested. */
static bool read_name(struct rewriting *rw, struct fan_out *p, uint32_t name, uint32_t types,
                      const char *test)
{
    if (py_type_within(py_type_of(rw->facts, name), types))
        return true;
    for (uint32_t i = 0; i < p->unproved_count; i++)
        if (is_name(rw, p->unproved[i].name, rw->tree->nodes[name].name))
            return p->unproved[i].test == test;
    if (p->unproved_count == ARRAY_LEN(p->unproved))
        return false;
    p->unproved[p->unproved_count].name = name;
    p->unproved[p->unproved_count++].test = test;
    return true;
}

/* len(name) of something whose type is known to be builtin. */
static bool is_plain_length(struct rewriting *rw, uint32_t node)
{
    const struct py_tree *t = rw->tree;
    uint32_t argument = py_child(t, node, PY_F_args);
    return t->nodes[node].kind == PY_Call &&
           py_is_builtin(rw->module, py_child(t, node, PY_F_func), S("len")) && argument &&
           t->nodes[argument].kind == PY_Name &&
           py_type_within(py_type_of(rw->facts, argument), PY_T_SEQUENCE | PY_T_DICT | PY_T_SET);
}

/* A number whose early and repeated evaluation nobody can see. */
static bool read_number(struct rewriting *rw, struct fan_out *p, uint32_t node)
{
    const struct py_tree *t = rw->tree;
    if (t->nodes[node].kind == PY_Constant || is_plain_length(rw, node))
        return true;
    if (t->nodes[node].kind == PY_Name)
        return read_name(rw, p, node, PY_T_INT | PY_T_BOOL, is_int);
    if (t->nodes[node].kind != PY_BinOp && t->nodes[node].kind != PY_UnaryOp)
        return false;
    for (uint32_t c = py_first(t, node); c; c = py_next(t, node, c))
        if (!read_number(rw, p, c))
            return false;
    return true;
}

static bool read_builtin_call(struct rewriting *rw, struct fan_out *p, uint32_t call)
{
    const struct py_tree *t = rw->tree;
    uint32_t func = py_child(t, call, PY_F_func);
    bool range = py_is_builtin(rw->module, func, S("range"));
    bool wrapper = py_is_builtin(rw->module, func, S("enumerate")) ||
                   py_is_builtin(rw->module, func, S("zip")) ||
                   py_is_builtin(rw->module, func, S("reversed"));
    if ((!range && !wrapper) || py_child(t, call, PY_F_keywords))
        return false;
    for (uint32_t a = py_child(t, call, PY_F_args); a; a = py_next_in(t, call, a)) {
        if (range && !read_number(rw, p, a))
            return false;
        if (wrapper && t->nodes[a].kind != PY_Constant &&
            !(t->nodes[a].kind == PY_Name && read_name(rw, p, a, REPEATABLE, is_list)) &&
            !(t->nodes[a].kind == PY_Call && read_builtin_call(rw, p, a)))
            return false;
    }
    return true;
}

static bool read_iterable(struct rewriting *rw, struct fan_out *p, str *ret_why)
{
    enum py_kind kind = (enum py_kind) rw->tree->nodes[p->iterable].kind;
    if (kind == PY_Tuple || kind == PY_List)
        return refuse(ret_why, "the loop is over a few items that are written out");
    bool readable = kind == PY_Name   ? read_name(rw, p, p->iterable, REPEATABLE, is_list)
                    : kind == PY_Call ? read_builtin_call(rw, p, p->iterable)
                                      : false;
    return readable || refuse(ret_why, "the iterable may not give the same items twice");
}

/* ---- the loop ---------------------------------------------------------------------------- */

static bool read_loop(struct rewriting *rw, struct fan_out *p, str *ret_why)
{
    const struct py_tree *t = rw->tree;
    enum py_kind kind = (enum py_kind) t->nodes[p->loop].kind;
    const struct py_loop *loop = py_loop_at(rw->facts, p->loop);
    if (loop && loop->exits_early)
        return refuse(ret_why, "the loop may end early: later calls would not have run");
    if (kind == PY_For) {
        p->statement = p->loop;
        p->iterable = py_child(t, p->loop, PY_F_iter);
        p->target = py_child(t, p->loop, PY_F_target);
        return starts_line(rw, p->loop) || refuse(ret_why, "there is no room in front of the loop");
    }
    if (kind != PY_ListComp)
        return refuse(ret_why, "only for loops and list comprehensions are rewritten");
    uint32_t clause = py_child(t, p->loop, PY_F_generators);
    if (py_next_in(t, p->loop, clause) || py_child(t, clause, PY_F_ifs) ||
        (t->nodes[clause].flags & PY_FLAG_ASYNC))
        return refuse(ret_why, "the comprehension has conditions or several loops");
    p->statement = py_statement_of(t, p->loop);
    p->iterable = py_child(t, clause, PY_F_iter);
    p->target = py_child(t, clause, PY_F_target);
    return (starts_line(rw, p->statement) && evaluated_first(rw, p->loop, p->statement)) ||
           refuse(ret_why, "the comprehension is not the first thing that its statement does");
}

/* Targets are plain names, possibly in tuples: binding them has no effect of its own. */
static bool target_is_plain(const struct rewriting *rw, uint32_t target)
{
    for (uint32_t n = target; n < rw->tree->nodes[target].extent; n++)
        if (rw->tree->nodes[n].kind != PY_Name && rw->tree->nodes[n].kind != PY_Tuple)
            return false;
    return true;
}

static bool iterable_changes(struct rewriting *rw, const struct fan_out *p)
{
    const struct py_tree *t = rw->tree;
    for (uint32_t n = p->iterable; n < t->nodes[p->iterable].extent; n++)
        if (t->nodes[n].kind == PY_Name &&
            changes_in_loop(rw, p->loop, p->target, t->nodes[n].name))
            return true;
    return false;
}

static bool read_call(struct rewriting *rw, struct fan_out *p, str *ret_why)
{
    const struct py_tree *t = rw->tree;
    uint32_t callee = py_callee(rw->facts, p->call);
    uint32_t func = py_child(t, p->call, PY_F_func);
    if (!callee || t->nodes[func].kind != PY_Name)
        return refuse(ret_why, "it is not certain which function is called");
    if (py_child(t, p->call, PY_F_keywords))
        return refuse(ret_why, "the call has keyword arguments");
    if (iterable_changes(rw, p))
        return refuse(ret_why, "the loop changes what it iterates over");
    if (!arguments_ahead(rw, p->loop, p->target, p->call, &p->arguments, &p->quiet))
        return refuse(ret_why, "the arguments of the call cannot be evaluated ahead of the loop");
    uint32_t holder = py_function_of(t, p->loop);
    for (uint32_t n = callee; holder && n < t->nodes[callee].extent; n++)
        if (is_name(rw, n, t->nodes[holder].name))
            return refuse(ret_why, "the called function leads back to the loop");
    return true;
}

/* `if __name__ == "__main__":` around the statement. */
static bool under_main_guard(struct rewriting *rw, uint32_t statement)
{
    const struct py_tree *t = rw->tree;
    uint32_t top = top_level_statement(rw, statement), test = py_child(t, top, PY_F_test);
    str value;
    return t->nodes[top].kind == PY_If && t->nodes[test].kind == PY_Compare &&
           str_equal(py_name(t, py_child(t, test, PY_F_left)), S("__name__")) &&
           t->nodes[py_child(t, test, PY_F_ops)].op == PY_EQ &&
           py_str_value(t, py_child(t, test, PY_F_comparators), rw->arena, &value) &&
           str_equal(value, S("__main__"));
}

static bool place_is_safe(struct rewriting *rw, const struct fan_out *p, str *ret_why)
{
    const struct py_tree *t = rw->tree;
    uint32_t holder = py_function_of(t, p->loop);
    if (!holder && !under_main_guard(rw, p->loop))
        return refuse(ret_why, "the loop runs at import, where no process may be started");
    if (holder && (py_is_recursive(rw->facts, holder) || t->nodes[holder].kind != PY_FunctionDef))
        return refuse(ret_why, "the function that holds the loop is recursive or a coroutine");
    if (in_class_body(rw, p->statement))
        return refuse(ret_why, "the loop stands in a class body");
    for (uint32_t at = t->nodes[p->loop].parent; at; at = t->nodes[at].parent)
        if (t->nodes[at].kind == PY_Lambda || t->nodes[at].kind == PY_comprehension)
            return refuse(ret_why, "the loop stands inside another expression");
    return true;
}

static bool describe(struct rewriting *rw, const struct finding *f, struct fan_out *p,
                     str *ret_why)
{
    static const char *const builtins[] = { "type", "list", "tuple", "range", "len", "iter",
                                            "next", "enumerate", "str", "bytes", "dict",
                                            "Exception", "BaseException", NULL };
    *p = (struct fan_out){ .loop = f->node, .call = f->anchors[0] };
    if (!p->call)
        return refuse(ret_why, "the work of an iteration is not one call");
    if (rw->job->request.target.cores == 1)
        return refuse(ret_why, "the target has one core");
    if (shadows_builtin(rw, p->call, builtins))
        return refuse(ret_why, "the module rebinds a builtin that the rewrite needs");
    if (!read_loop(rw, p, ret_why) || !read_iterable(rw, p, ret_why) ||
        !read_call(rw, p, ret_why) || !place_is_safe(rw, p, ret_why))
        return false;
    if (!on_one_line(rw, p->iterable) || !on_one_line(rw, p->target))
        return refuse(ret_why, "the head of the loop is spread over several lines");
    return target_is_plain(rw, p->target) ||
           refuse(ret_why, "the loop assigns to something other than names");
}

static bool legal(struct rewriting *rw, const struct finding *f, str *ret_why)
{
    struct fan_out p;
    return describe(rw, f, &p, ret_why);
}

/* ---- the rewriting -------------------------------------------------------------------------- */

/* "((k,) for k in range(n))", with " if type(n) is int else ()" for what is not proved. */
static str calls_text(struct rewriting *rw, const struct fan_out *p)
{
    struct buf out = { 0 };
    buf_printf(&out, "(%.*s for %.*s in %.*s)", STR_ARG(p->arguments),
               STR_ARG(text_of(rw, p->target)), STR_ARG(text_of(rw, p->iterable)));
    for (uint32_t i = 0; i < p->unproved_count; i++)
        buf_printf(&out, "%stype(%.*s)%s", i ? " and " : " if ",
                   STR_ARG(text_of(rw, p->unproved[i].name)), p->unproved[i].test);
    if (p->unproved_count)
        buf_append(&out, S(" else ()"));
    str text = arena_str(rw->arena, buf_str(&out));
    buf_free(&out);
    return text;
}

/* A name of its own for each call of the callee in this function: loops may be nested. */
static str result_name(struct rewriting *rw, const struct fan_out *p, str callee)
{
    const struct py_tree *t = rw->tree;
    uint32_t earlier = 0;
    uint32_t holder = py_function_of(t, p->loop);
    for (uint32_t n = holder; n < p->call; n++)
        earlier += t->nodes[n].kind == PY_Call && py_function_of(t, n) == holder &&
                   str_equal(py_name(t, py_child(t, n, PY_F_func)), callee);
    str name = arena_printf(rw->arena, earlier ? "next_%.*s_%u" : "next_%.*s", STR_ARG(callee),
                            earlier + 1);
    return fresh_name(rw, name);
}

/* The call of the helper, on one line where it fits. */
static str assignment(struct rewriting *rw, const struct fan_out *p, str next, str helper,
                      str callee)
{
    str indent = layout_indent_at(rw->tree->source, rw->tree->nodes[p->statement].start);
    str calls = calls_text(rw, p);
    str line = arena_printf(rw->arena, "%.*s = %.*s(%.*s, %.*s, at_least=%d)\n", STR_ARG(next),
                            STR_ARG(helper), STR_ARG(callee), STR_ARG(calls), AT_LEAST);
    if (indent.len + line.len - 1 > LINE_WIDTH)
        line = arena_printf(rw->arena, "%.*s = %.*s(\n    %.*s,\n    %.*s,\n    at_least=%d,\n)\n",
                            STR_ARG(next), STR_ARG(helper), STR_ARG(callee), STR_ARG(calls),
                            AT_LEAST);
    return arena_printf(rw->arena,
                        "# Fewer calls than at_least cost more in processes than in place.\n%.*s",
                        STR_ARG(line));
}

/* Where the digits of the threshold stand in an edit of rewrite()'s. */
static struct guard threshold_guard(const struct candidate *c, uint32_t edit, str helper)
{
    str text = c->edits.items[edit].text, marker = S("at_least=");
    uint32_t at = (uint32_t) text.len, digits = 0;
    do
        at--;
    while (!str_starts(str_slice(text, at, text.len), marker));
    at += (uint32_t) marker.len;
    while (text.ptr[at + digits] >= '0' && text.ptr[at + digits] <= '9')
        digits++;
    return (struct guard){ .present = true, .helper = helper, .edit = edit, .offset = at,
                           .length = digits, .threshold = AT_LEAST };
}

static void rewrite(struct rewriting *rw, const struct finding *f, struct candidate *c)
{
    struct fan_out p;
    str why;
    if (!describe(rw, f, &p, &why))
        return;
    uint32_t func = py_child(rw->tree, p.call, PY_F_func);
    str callee = text_of(rw, func);
    str helper = use_helper(rw, c, p.loop, S("_call_in_processes"), str_from(helper_source));
    str next = result_name(rw, &p, callee);
    uint32_t edit = insert_before(rw, c, p.statement, assignment(rw, &p, next, helper, callee));
    add_edit(rw, c, rw->tree->nodes[func].start, rw->tree->nodes[func].end, next);
    c->guard = threshold_guard(c, edit, helper);
    c->profile = CANDIDATE_PROCESSES;
    add_condition(rw, c, "iterable_repeatable", p.unproved_count == 0, CERTAINTY_NEEDS_GUARD,
                  py_line(rw->tree, p.iterable),
                  p.unproved_count ? "exact builtin types are tested for at run time"
                                   : "the iterable gives the same items each time");
    add_condition(rw, c, "enough_work", false, CERTAINTY_NEEDS_GUARD, f->line,
                  "below at_least calls the loop runs in place");
    add_condition(rw, c, "arguments_available", p.quiet, CERTAINTY_NEEDS_TEST,
                  py_line(rw->tree, p.call),
                  p.quiet ? "evaluating the arguments ahead of the loop has no effect"
                          : "an argument applies an operator to a value of unknown type");
    add_condition(rw, c, "no_early_exit", true, CERTAINTY_PROVED, f->line,
                  "no break, return, raise or yield leaves the loop");
}

const struct transform transform_parallel = {
    .summary = "computes the calls of the loop ahead in one process per CPU",
    .legal = legal,
    .rewrite = rewrite,
};

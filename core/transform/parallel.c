/*
 * parallel.c — the heavy call of a loop, computed ahead in worker processes. Serves the
 * patterns embarrassingly_parallel and map_reduce.
 *
 *     for k in range(n):        # Fewer calls than at_least cost more in processes than in
 * place. total += area(k)      next_area = _call_in_processes(area, ((k,) for k in range(n)),
 * at_least=40) for k in range(n): total += next_area(k)
 *
 * The loop keeps its order and its body; only the pure call is replaced by a function that
 * hands out results computed before. `_call_in_processes` (a helper above the first
 * definition) returns the called function itself when there are too few calls, one CPU,
 * other threads, no fork, when it runs in such a worker itself, or when anything goes wrong on
 * the way: then the untouched loop
 * computes everything in place, with its own exceptions, order and partial effects. A call that raises is on the way
 * as soon as it raises: one behind it, which the loop never comes to, may have no end. Workers
 * inherit function and arguments through fork, so that only results are pickled, and a
 * worker that dies is an end of file, not a wait for ever.
 *
 * Why it is the same, beside what fan_out.c needs (the detector has shown that the callee is
 * pure and deterministic):
 *  - Results are immutable or fresh and come back equal from pickle (detector; else only
 *    tested).
 *  - The target has more than one core.
 */
#include "fan_out.h"

#define AT_LEAST 40 /* until verification has measured the break-even */

static const char helper_source[] =
    "def _call_in_processes(function, calls, at_least):\n"
    "    \"\"\"Compute function(*call) for all calls on all CPUs; give a function that hands "
    "them out.\n"
    "\n"
    "    With fewer than at_least calls, or when anything goes wrong, that is function itself: "
    "the\n"
    "    caller computes everything in place.\n"
    "    \"\"\"\n"
    "    started = []\n"
    "    try:\n"
    "        calls = list(calls)\n"
    "        if len(calls) < at_least:\n"
    "            return function\n"
    "        import multiprocessing.connection\n"
    "        import os\n"
    "        import threading\n"
    "\n"
    "        workers = min(len(os.sched_getaffinity(0)), len(calls))\n"
    "        if workers < 2 or threading.active_count() > 1 or "
    "multiprocessing.parent_process():\n"
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
    "        pending = {receiver: first for first, (worker, receiver) in enumerate(started)}\n"
    "        while pending:  # a worker that gives up ends the wait for all\n"
    "            for receiver in multiprocessing.connection.wait(list(pending)):\n"
    "                results[pending.pop(receiver)::workers] = receiver.recv()\n"
    "    except Exception:\n"
    "        return function\n"
    "    finally:\n"
    "        for worker, receiver in started:\n"
    "            receiver.close()\n"
    "            worker.kill()\n"
    "            worker.join()\n"
    "    in_order = iter(results)\n"
    "\n"
    "    def take(*call):\n"
    "        for result in in_order:\n"
    "            return result\n"
    "        return function(*call)  # the loop goes on longer than it looked\n"
    "\n"
    "    return take\n";

const char plain_source[] =
    "def _plain(calls):\n"
    "    \"\"\"Give the calls; raise TypeError when an argument is not built of plain builtin "
    "values.\"\"\"\n"
    "    import io\n"
    "    import pickle\n"
    "\n"
    "    class Checker(pickle.Pickler):\n"
    "        def reducer_override(self, value):  # for whatever is not of an exact builtin type\n"
    "            raise TypeError(type(value))\n"
    "\n"
    "    file = io.BytesIO()\n"
    "    checker = Checker(file, 4)  # it knows again what it has seen\n"
    "    for call in calls:\n"
    "        checker.dump(call)\n"
    "        file.seek(0)\n"
    "        file.truncate()\n"
    "        yield call\n";

static const struct fan_out_form processes = {
    .lifts = true,
    .check = PLAIN_HELPER,
    .check_source = plain_source,
    .helper = "_call_in_processes",
    .source = helper_source,
    .parameter = "at_least",
    .value = AT_LEAST,
    .comment = "Fewer calls than at_least cost more in processes than in place.",
};

/* What the finding says holds for plain arguments, for which the emitted code tests. */
static void settle_purity(struct rewriting *rw, const struct finding *f, struct candidate *c)
{
    for (uint32_t i = 0; i < f->conditions.count; i++) {
        const struct condition *condition = &f->conditions.items[i];
        if (str_equal(condition->name, S("pure_body")) && !condition->holds &&
            condition->needs == CERTAINTY_NEEDS_GUARD)
            add_condition(rw, c, "pure_body", false, CERTAINTY_NEEDS_GUARD, condition->evidence_line,
                          "it has no effect for plain arguments, which are tested for at run time");
    }
}

bool processes_legal(struct rewriting *rw, const struct finding *f, const struct fan_out_form *form,
                     str *ret_why)
{
    struct fan_out p;
    if (rw->job->request.target.cores == 1)
        return refuse(ret_why, "the target has one core");
    return may_start(rw, "process", ret_why) && fan_out_describe(rw, f, form, &p, ret_why);
}

/* Where the digits of the threshold stand in an edit of rewrite()'s. */
static struct guard threshold_guard(const struct candidate *c, uint32_t edit, str helper,
                                    const struct fan_out_form *form)
{
    str text = c->edits.items[edit].text, marker = S("at_least=");
    uint32_t at = (uint32_t) text.len, digits = 0;
    do
        at--;
    while (!str_starts(str_slice(text, at, text.len), marker));
    at += (uint32_t) marker.len;
    while (text.ptr[at + digits] >= '0' && text.ptr[at + digits] <= '9')
        digits++;
    return (struct guard){ .present = true,
                           .fixed = form->early, /* how far a search goes is not measured */
                           .helper = helper,
                           .edit = edit,
                           .offset = at,
                           .length = digits,
                           .threshold = form->value };
}

void processes_rewrite(struct rewriting *rw, const struct finding *f, const struct fan_out_form *form,
                       struct candidate *c)
{
    struct fan_out p;
    str why;
    if (!fan_out_describe(rw, f, form, &p, &why))
        return;
    uint32_t edit = fan_out_rewrite(rw, &p, f, c);
    c->guard = threshold_guard(c, edit, c->guard.helper, form);
    c->profile = CANDIDATE_PROCESSES;
    settle_purity(rw, f, c);
    add_condition(rw, c, "enough_work", false, CERTAINTY_NEEDS_GUARD, f->line,
                  form->early ? "the first at_least calls are made in place"
                              : "below at_least calls the loop runs in place");
}

/* Who computes: this machine, or the cluster that the request names. */
static const struct fan_out_form *form_of(const struct rewriting *rw)
{
    const struct fan_out_form *cluster = cluster_form(rw->job->request.target.executor);
    return cluster ? cluster : &processes;
}

static bool legal(struct rewriting *rw, const struct finding *f, str *ret_why)
{
    const struct fan_out_form *form = form_of(rw);
    return processes_legal(rw, f, form, ret_why) && (!form->pickles || cluster_legal(rw, f, ret_why));
}

static void rewrite(struct rewriting *rw, const struct finding *f, struct candidate *c)
{
    const struct fan_out_form *form = form_of(rw);
    processes_rewrite(rw, f, form, c);
    if (form->pickles)
        add_condition(rw, c, "cluster_stands_in", false, CERTAINTY_NEEDS_TEST, f->line,
                      "processes of this machine stand in for the cluster");
}

const struct transform transform_parallel = {
    .summary = "computes the calls of the loop ahead in one process per CPU",
    .legal = legal,
    .rewrite = rewrite,
};

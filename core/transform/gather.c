/*
 * gather.c — coroutines that a loop awaits one after the other, awaited together.
 *
 *     for page in pages:                       # The calls wait at the same time.
 *         scores.append(await fetch(page))     next_fetch = await _await_together(fetch,
 * ((page,) for page in pages), at_most=100) for page in pages: scores.append(await
 * next_fetch(page))
 *
 * Why it is the same, beside what fan_out.c needs: the detector has shown that the coroutine
 * only waits and computes, and shares nothing that changes. Each becomes a task of its own,
 * with a copy of the context. At the first failure the tasks behind it are cancelled, those
 * before it come to their end, and all are awaited before anything goes on: no task outlives
 * the call, also when the caller is cancelled. The first failure, by position, is raised in its
 * own iteration; later iterations, if there are any, await in place. Tasks cost memory: with
 * more than ten thousand calls the loop stays as it was.
 */
#include "await_tasks.h"
#include "fan_out.h"

#define AT_MOST 100 /* awaited at the same time */

static const char helper_source[] =
    "async def _await_together(function, calls, at_most):\n"
    "    \"\"\"Await function(*call) for all calls, at_most at a time; give a function that "
    "hands out results.\n"
    "\n"
    "    At the first failure the calls behind it are cancelled: it is raised in its turn, "
    "calls behind\n"
    "    it are awaited in place. When there is nothing to gain, that is function itself.\n"
    "    \"\"\"\n"
    "    try:\n"
    "        calls = list(calls)\n"
    "    except Exception:\n"
    "        return function\n"
    "    if not 2 <= len(calls) <= 10000:\n"
    "        return function\n"
    "    import asyncio\n"
    "\n"
    "    free = asyncio.Semaphore(at_most)\n"
    "\n"
    "    async def run(call):\n"
    "        async with free:\n"
    "            return await function(*call)\n"
    "\n"
    "    tasks = [asyncio.ensure_future(run(call)) for call in calls]\n"
    AWAIT_TASKS
    "    in_order = iter(tasks)\n"
    "\n"
    "    async def take(*call):\n"
    "        for task in in_order:\n"
    "            return await function(*call) if task.cancelled() else task.result()\n"
    "        return await function(*call)  # the loop goes on longer than it looked\n"
    "\n"
    "    return take\n";

static const struct fan_out_form coroutines = {
    .helper = "_await_together",
    .source = helper_source,
    .parameter = "at_most",
    .value = AT_MOST,
    .comment = "The calls wait at the same time; their results are taken in order.",
    .awaits = true,
};

static bool legal(struct rewriting *rw, const struct finding *f, str *ret_why)
{
    struct fan_out p;
    return fan_out_describe(rw, f, &coroutines, &p, ret_why);
}

static void rewrite(struct rewriting *rw, const struct finding *f, struct candidate *c)
{
    struct fan_out p;
    str why;
    if (!fan_out_describe(rw, f, &coroutines, &p, &why))
        return;
    (void) fan_out_rewrite(rw, &p, f, c);
    c->profile = CANDIDATE_ASYNCIO;
}

const struct transform transform_gather = {
    .summary = "awaits the coroutines of the loop together",
    .legal = legal,
    .rewrite = rewrite,
};

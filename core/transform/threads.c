/*
 * threads.c — calls of a loop that wait, started at the same time in threads.
 *
 *     for user in users:                  # The calls wait at the same time.
 *         profiles.append(fetch(user))    next_fetch = _call_in_threads(fetch, ((user,) for
 * user in users), at_most=32) for user in users: profiles.append(next_fetch(user))
 *
 * Why it is the same, beside what fan_out.c needs: the detector has shown that the called
 * function only waits and computes. Results are the very objects that the calls return. The
 * first failure, by position, ends what has not begun; it is raised in its own iteration, and
 * later iterations, if there are any, call in place.
 */
#include "fan_out.h"

#define AT_MOST 32 /* threads: enough to hide waiting, few enough for every machine */

static const char helper_source[] =
    "def _call_in_threads(function, calls, at_most):\n"
    "    \"\"\"Start function(*call) for all calls, at_most at a time; give a function that "
    "hands out results.\n"
    "\n"
    "    The first failure stops what has not begun: it is raised in its turn, calls behind it "
    "are made\n"
    "    in place. When there is nothing to gain, that is function itself.\n"
    "    \"\"\"\n"
    "    try:\n"
    "        calls = list(calls)\n"
    "        if len(calls) < 2:\n"
    "            return function\n"
    "        from concurrent.futures import ThreadPoolExecutor\n"
    "\n"
    "        pool = ThreadPoolExecutor(min(at_most, len(calls)))\n"
    "        try:\n"
    "            futures = [pool.submit(function, *call) for call in calls]\n"
    "            for future in futures:\n"
    "                if future.exception() is not None:\n"
    "                    break\n"
    "        finally:\n"
    "            pool.shutdown(cancel_futures=True)\n"
    "    except Exception:\n"
    "        return function\n"
    "    in_order = iter(futures)\n"
    "\n"
    "    def take(*call):\n"
    "        for future in in_order:\n"
    "            return function(*call) if future.cancelled() else future.result()\n"
    "        return function(*call)  # the loop goes on longer than it looked\n"
    "\n"
    "    return take\n";

static const struct fan_out_form threads = {
    .helper = "_call_in_threads",
    .source = helper_source,
    .parameter = "at_most",
    .value = AT_MOST,
    .comment = "The calls wait at the same time; their results are taken in order.",
};

static bool legal(struct rewriting *rw, const struct finding *f, str *ret_why)
{
    struct fan_out p;
    return may_start(rw, "thread", ret_why) && fan_out_describe(rw, f, &threads, &p, ret_why);
}

static void rewrite(struct rewriting *rw, const struct finding *f, struct candidate *c)
{
    struct fan_out p;
    str why;
    if (!fan_out_describe(rw, f, &threads, &p, &why))
        return;
    (void) fan_out_rewrite(rw, &p, f, c);
    c->profile = CANDIDATE_THREADS;
}

const struct transform transform_threads = {
    .summary = "lets the calls of the loop wait at the same time, in threads",
    .legal = legal,
    .rewrite = rewrite,
};

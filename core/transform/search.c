/*
 * search.c — a loop that may end early, whose calls are computed ahead in worker processes.
 *
 *     for n in range(limit):        # The first calls are made in place: the search may be short.
 *         if score(n) < bound:      next_score = _search_in_processes(
 *             return n                  score, ((n,) for n in range(limit)), at_least=200
 *                                   )
 *                                   for n in range(limit):
 *                                       if next_score(n) < bound:
 *                                           return n
 *
 * and the same for any(), all() and next() of a generator. The first at_least calls are made in
 * place, about as many as starting workers costs: who finds what he seeks among them pays nothing,
 * who seeks longer pays that price once. Then each worker walks the remaining calls with its own
 * copy of the iterator, so that a range of any length costs no memory, and sends one result after
 * the other; a full pipe makes it wait.
 *
 * Why it is the same, beside what fan_out.c and parallel.c need:
 *  - Results are taken in the order of the calls. A call that raises ends its worker's stream: from
 *    there on every call is made in place, and raises in its own turn.
 *  - Calls beyond the exit are pure, so nobody sees that they were made; one that never ends is
 *    killed with its worker. Workers are killed when the variable that holds the results goes away,
 *    with the function's frame, at the latest with the program (daemon).
 *  - The function that holds the loop is not suspended in it (no yield): workers would wait for it.
 */
#include "fan_out.h"

#define POOL_WORK 4e6  /* operations of py_work() that cost about as much as starting workers */
#define LEAST_CALLS 8

static const char helper_source[] =
    "def _search_in_processes(function, calls, at_least):\n"
    "    \"\"\"Give function with results computed ahead, on all CPUs, behind the first at_least "
    "calls.\n"
    "\n"
    "    They come in the order of the calls; workers end when nobody can ask any more. When "
    "anything\n"
    "    goes wrong, the calls are made in place.\n"
    "    \"\"\"\n"
    "\n"
    "    def results():\n"
    "        started = []\n"
    "        try:\n"
    "            import itertools\n"
    "            import multiprocessing\n"
    "            import os\n"
    "            import threading\n"
    "\n"
    "            workers = len(os.sched_getaffinity(0))\n"
    "            if workers < 2 or threading.active_count() > 1 or "
    "multiprocessing.parent_process():\n"
    "                return\n"
    "            context = multiprocessing.get_context(\"fork\")\n"
    "\n"
    "            def compute(first, sender):\n"
    "                try:\n"
    "                    for call in itertools.islice(calls, at_least + first, None, workers):\n"
    "                        sender.send(function(*call))\n"
    "                except BaseException:\n"
    "                    pass\n"
    "                sender.close()  # the receiver sees the end\n"
    "\n"
    "            for first in range(workers):\n"
    "                receiver, sender = context.Pipe(duplex=False)\n"
    "                worker = context.Process(target=compute, args=(first, sender), daemon=True)\n"
    "                worker.start()\n"
    "                sender.close()\n"
    "                started.append((worker, receiver))\n"
    "            while True:\n"
    "                for worker, receiver in started:\n"
    "                    yield receiver.recv()\n"
    "        except Exception:\n"
    "            return\n"
    "        finally:\n"
    "            for worker, receiver in started:\n"
    "                receiver.close()\n"
    "                worker.kill()\n"
    "                worker.join()\n"
    "\n"
    "    made = 0\n"
    "    ahead = results()\n"
    "\n"
    "    def take(*call):\n"
    "        nonlocal made\n"
    "        made += 1\n"
    "        if made > at_least:\n"
    "            for result in ahead:\n"
    "                return result\n"
    "        return function(*call)\n"
    "\n"
    "    return take\n";

static struct fan_out_form form_of(const struct finding *f)
{
    double calls = f->benefit.work > 1 ? POOL_WORK / f->benefit.work : 1000;
    return (struct fan_out_form){
        .helper = "_search_in_processes",
        .source = helper_source,
        .parameter = "at_least",
        .value = calls < LEAST_CALLS ? LEAST_CALLS : (uint32_t) calls,
        .comment = "The first calls are made in place: the search may be short.",
        .early = true,
        .check = PLAIN_HELPER,
        .check_source = plain_source,
    };
}

static bool legal(struct rewriting *rw, const struct finding *f, str *ret_why)
{
    struct fan_out_form form = form_of(f);
    return processes_legal(rw, f, &form, ret_why);
}

static void rewrite(struct rewriting *rw, const struct finding *f, struct candidate *c)
{
    struct fan_out_form form = form_of(f);
    processes_rewrite(rw, f, &form, c);
}

const struct transform transform_search = {
    .summary = "computes the tests of a search ahead, in order, in one process per CPU",
    .legal = legal,
    .rewrite = rewrite,
};

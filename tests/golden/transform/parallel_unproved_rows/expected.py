def _call_in_processes(function, calls, at_least):
    """Compute function(*call) for all calls on all CPUs; give a function that hands them out.

    With fewer than at_least calls, or when anything goes wrong, that is function itself: the
    caller computes everything in place.
    """
    started = []
    try:
        calls = list(calls)
        if len(calls) < at_least:
            return function
        import multiprocessing.connection
        import os
        import threading

        workers = min(len(os.sched_getaffinity(0)), len(calls))
        if workers < 2 or threading.active_count() > 1 or multiprocessing.parent_process():
            return function
        context = multiprocessing.get_context("fork")

        def compute(first, sender):
            try:
                sender.send([function(*call) for call in calls[first::workers]])
            except BaseException:
                sender.close()  # the receiver sees the end and gives up

        for first in range(workers):
            receiver, sender = context.Pipe(duplex=False)
            worker = context.Process(target=compute, args=(first, sender))
            worker.start()
            sender.close()
            started.append((worker, receiver))
        results = [None] * len(calls)
        pending = {receiver: first for first, (worker, receiver) in enumerate(started)}
        while pending:  # a worker that gives up ends the wait for all
            for receiver in multiprocessing.connection.wait(list(pending)):
                results[pending.pop(receiver)::workers] = receiver.recv()
    except Exception:
        return function
    finally:
        for worker, receiver in started:
            receiver.close()
            worker.kill()
            worker.join()
    in_order = iter(results)

    def take(*call):
        for result in in_order:
            return result
        return function(*call)  # the loop goes on longer than it looked

    return take


def cost(row):
    if row == "bad":
        raise ValueError(row)
    return row * row % 7


def table(rows):
    out = {}
    try:
        # Fewer calls than at_least cost more in processes than in place.
        next_cost = _call_in_processes(
            cost,
            ((row,) for i, row in enumerate(rows)) if type(rows) in (list, tuple, range) else (),
            at_least=40,
        )
        for i, row in enumerate(rows):
            out[i] = next_cost(row) + 1
    except ValueError as error:
        out["error"] = error.args
    return out


print(table(list(range(60))), table([1, 2]))
print(table(list(range(50)) + ["bad"]))
print(table(k for k in range(50)), table(iter([3, 4])))

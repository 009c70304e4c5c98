def _plain(calls):
    """Give the calls; raise TypeError when an argument is not built of plain builtin values."""
    import io
    import pickle

    class Checker(pickle.Pickler):
        def reducer_override(self, value):  # for whatever is not of an exact builtin type
            raise TypeError(type(value))

    file = io.BytesIO()
    checker = Checker(file, 4)  # it knows again what it has seen
    for call in calls:
        checker.dump(call)
        file.seek(0)
        file.truncate()
        yield call


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


def score(n):
    total = 0
    for i in range(1, 60):
        total = (total * 31 + n * i) % 1009
    return total


def worst(numbers):
    # Fewer calls than at_least cost more in processes than in place.
    next_score = _call_in_processes(
        score,
        _plain(zip(numbers)) if type(numbers) in (list, tuple, range) else (),
        at_least=40,
    )
    return sorted(numbers, key=next_score, )[:3]


print(worst(list(range(60))), worst([9, 2]), worst(set([5, 1])))

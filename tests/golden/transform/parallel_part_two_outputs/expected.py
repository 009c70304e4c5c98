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


def _compute_total(values, factor):
    total = 0.0
    most = None
    for a in values:
        for b in values:
            product = abs(a - b) * float(factor)
            total += product
            if most is None or product > most:
                most = product
    return total, most


def survey(groups, factor):
    report = {}
    grand = 0.0
    # Fewer calls than at_least cost more in processes than in place.
    next_compute_total = _call_in_processes(
        _compute_total,
        _plain((values, factor) for name, values in groups.items()) if type(groups) is dict else (),
        at_least=40,
    )
    for name, values in groups.items():
        total, most = next_compute_total(values, factor)
        if most is None:
            report["nothing"] = total
            continue
        report[name] = (total, most)
        grand += total
    return report, grand


GROUPS = {"g%d" % k: [k, k + 0.1, 3] for k in range(50)}
print(survey(GROUPS, 2))
print(survey({"none": [], "one": [1]}, 0.5))
print(survey({**GROUPS, "odd": [True, 2]}, 1)[1])
try:
    survey({**GROUPS, "text": ["x"]}, 1)
except TypeError as error:
    print(error)

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


def _search_in_processes(function, calls, at_least):
    """Give function with results computed ahead, on all CPUs, behind the first at_least calls.

    They come in the order of the calls; workers end when nobody can ask any more. When anything
    goes wrong, the calls are made in place.
    """

    def results():
        started = []
        try:
            import itertools
            import multiprocessing
            import os
            import threading

            workers = len(os.sched_getaffinity(0))
            if workers < 2 or threading.active_count() > 1 or multiprocessing.parent_process():
                return
            context = multiprocessing.get_context("fork")

            def compute(first, sender):
                try:
                    for call in itertools.islice(calls, at_least + first, None, workers):
                        sender.send(function(*call))
                except BaseException:
                    pass
                sender.close()  # the receiver sees the end

            for first in range(workers):
                receiver, sender = context.Pipe(duplex=False)
                worker = context.Process(target=compute, args=(first, sender), daemon=True)
                worker.start()
                sender.close()
                started.append((worker, receiver))
            while True:
                for worker, receiver in started:
                    yield receiver.recv()
        except Exception:
            return
        finally:
            for worker, receiver in started:
                receiver.close()
                worker.kill()
                worker.join()

    made = 0
    ahead = results()

    def take(*call):
        nonlocal made
        made += 1
        if made > at_least:
            for result in ahead:
                return result
        return function(*call)

    return take


def score(n):
    total = 0
    for i in range(1, 3000):
        total = (total * 31 + n * i) % 10007
    return total


def first_of(numbers):
    # The first calls are made in place: the search may be short.
    next_score = _search_in_processes(
        score,
        _plain((n,) for n in numbers) if type(numbers) in (list, tuple, range) else (),
        at_least=70,
    )
    return next((n for n in numbers if next_score(n) % 500 == 3), "none")


print(first_of(list(range(200, 400))), first_of([]), first_of((1, 2)), first_of(iter([7])))
try:
    first_of([1] * 100 + ["x"])
except TypeError as error:
    print(error)

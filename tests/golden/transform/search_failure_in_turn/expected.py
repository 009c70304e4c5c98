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


def weigh(n):
    total = 0
    for a in range(200):
        for b in range(20):
            total += a * b // (170 - n)
    return total


def search(limit, seen):
    found = []
    # The first calls are made in place: the search may be short.
    next_weigh = _search_in_processes(
        weigh,
        ((n,) for n in range(limit)) if type(limit) is int else (),
        at_least=61,
    )
    for n in range(limit):
        found.append(n)
        if next_weigh(n) < -10 ** 9:
            return found
    return found[-1:]


print(search(160, None))
for limit in (171, 300):
    try:
        print(search(limit, None))
    except ZeroDivisionError as error:
        print(error)

import time


def _call_in_threads(function, calls, at_most):
    """Start function(*call) for all calls, at_most at a time; give a function that hands out results.

    The first failure stops what has not begun: it is raised in its turn, calls behind it are made
    in place. When there is nothing to gain, that is function itself.
    """
    try:
        calls = list(calls)
        if len(calls) < 2:
            return function
        from concurrent.futures import ThreadPoolExecutor

        pool = ThreadPoolExecutor(min(at_most, len(calls)))
        try:
            futures = [pool.submit(function, *call) for call in calls]
            for future in futures:
                if future.exception() is not None:
                    break
        finally:
            pool.shutdown(cancel_futures=True)
    except Exception:
        return function
    in_order = iter(futures)

    def take(*call):
        for future in in_order:
            return function(*call) if future.cancelled() else future.result()
        return function(*call)  # the loop goes on longer than it looked

    return take


def ask(n):
    time.sleep(0.001)
    return 10 / n


def all_of(numbers):
    # The calls wait at the same time; their results are taken in order.
    next_ask = _call_in_threads(
        ask,
        zip(numbers) if type(numbers) in (list, tuple, range) else (),
        at_most=32,
    )
    return list(map(next_ask, numbers))


print(all_of([1, 2, 5]), all_of(()), all_of(iter([4])))
try:
    all_of([1, 0, "x"])
except ZeroDivisionError as error:
    print(error)

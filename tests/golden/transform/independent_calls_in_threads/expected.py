import time


def _call_all(*calls):
    """Make the calls at the same time, in threads; give the results in order.

    The first failure, by position, is raised when all calls have come to their end.
    """
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(len(calls)) as pool:
        futures = [pool.submit(call) for call in calls]
    return [future.result() for future in futures]


def ask(host, fail=False):
    time.sleep(0.002)
    if fail:
        raise OSError(host)
    return len(host)


def both(x, y, fail=False):
    # These calls wait at the same time.
    a, b = _call_all(
        lambda: ask(x, fail),
        lambda: ask(y, fail),
    )
    return a - b


print(both("one", "three"))
try:
    both("one", "three", True)
except OSError as error:
    print(error)

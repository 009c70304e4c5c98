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


def ask(host):
    time.sleep(0.001)
    return len(host)


def lookup(host, port=80):
    return ask(host) + port


def table(hosts: list):
    # The calls wait at the same time; their results are taken in order.
    next_lookup = _call_in_threads(
        lookup,
        ((host,) for host in hosts) if type(hosts) in (list, tuple, range) else (),
        at_most=32,
    )
    return {host: next_lookup(host) for host in hosts}


print(table(["a", "bb", "ccc"]))

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
    return [host]


def table(users):
    found = []
    # The calls wait at the same time; their results are taken in order.
    next_ask = _call_in_threads(
        ask,
        ((user["name"],) for user in users)
        if type(users) in (list, tuple, range)
        and all(type(user) is dict and {str}.issuperset(map(type, user)) for user in users)
        else (),
        at_most=32,
    )
    for user in users:
        found.append(next_ask(user["name"]))
    return found


def hash_of(key):
    return hash("name")


def equals(key, other):
    type(key).asked += 1
    return other == "name"


Key = type("Key", (), {"asked": 0, "__hash__": hash_of, "__eq__": equals})
print(table([{"name": "x", "age": 3}, {"name": "y"}]))
print(table([{Key(): "x"}, {Key(): "y"}]), Key.asked)
try:
    table([{"name": "x"}, {}])
except KeyError as e:
    print(e)

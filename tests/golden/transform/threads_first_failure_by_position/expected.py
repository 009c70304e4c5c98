from time import sleep


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


def check(number):
    sleep(0.02 - number * 0.002)
    if number in (3, 7):
        raise ValueError("bad", number)
    return number * number


def check_all(numbers, good):
    # The calls wait at the same time; their results are taken in order.
    next_check = _call_in_threads(
        check,
        ((number,) for number in numbers)
        if type(numbers) in (list, tuple, range)
        and {int, float, str}.issuperset(map(type, numbers))
        else (),
        at_most=32,
    )
    for number in numbers:
        good.append(next_check(number))


def careful(numbers):
    good = []
    for number in numbers:
        try:
            good.append(check(number))
        except ValueError as error:
            good.append(error.args)
    return good


for numbers in ([0, 1, 2], [1, 7, 3, 2], (7,), [], [1, "x", 2]):
    good = []
    try:
        check_all(numbers, good)
    except (ValueError, TypeError) as error:
        print(error, error.__context__, error.__cause__)
    print(good)
print(careful([1, 3, 5, 7, 2]))

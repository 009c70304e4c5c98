def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)), arguments)
    except Exception as problem:
        print(type(problem).__name__, problem, arguments)


def f(items, result=None):
    result = [9] if result is None else result
    if type(items) is list and type(result) is list and result is not items:
        result[:0] = items[::-1]
    else:
        for item in items:
            result.insert(0, item)
    return result


for items in ([], [3], [3, 1, 2], [2, 2, 1, 1], [True, 1, 0], [1.0, 1, 0], ["b", "a", "B"], [[2], [1]], (2, 1), [1, "a"], [0.0, -0.0], [float("nan"), 1], None):
    attempt(f, items)

from itertools import accumulate


def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)), arguments)
    except Exception as problem:
        print(type(problem).__name__, problem, arguments)


def f(items):
    return (
        list(accumulate(items, min))
        if type(items) is list and {int}.issuperset(map(type, items))
        else [min(items[:k + 1]) for k in range(len(items))]
    )


for items in ([], [3], [3, 1, 2], [2, 2, 1, 1], [True, 1, 0], [1.0, 1, 0], ["b", "a", "B"], [[2], [1]], (2, 1), [1, "a"], [0.0, -0.0], [float("nan"), 1], None):
    attempt(f, items)

def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)), arguments)
    except Exception as problem:
        print(type(problem).__name__, problem, arguments)


def f(items, total=0):
    if type(total) is int and type(items) is list and {int}.issuperset(map(type, items)):
        total += sum(items)
    else:
        for item in items:
            total += item
    return total


for items in ([], [3], [3, 1, 2], [2, 2, 1, 1], [True, 1, 0], [1.0, 1, 0], ["b", "a", "B"], [[2], [1]], (2, 1), [1, "a"], [0.0, -0.0], [float("nan"), 1], None):
    attempt(f, items)
attempt(f, [1, 2], 0.5)
attempt(f, [1, 2], True)

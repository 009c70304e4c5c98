def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)), arguments)
    except Exception as problem:
        print(type(problem).__name__, problem, arguments)


def f(items):
    seen = []
    for item in items:
        if item == 3:
            seen = []
        if item not in seen:
            seen.append(item)
    return seen


for items in ([], [3], [3, 1, 3, 2, 1], [True, 1, 0, 1.0], ["b", "a", "b"], [[2], [1], [2]], (2, 1, 2), [1, "a", None, "a", 1], [0.0, -0.0], [(1, 2), (1, 2)], [None, None]):
    attempt(f, items)

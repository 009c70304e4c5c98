def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)), arguments)
    except Exception as problem:
        print(type(problem).__name__, problem, arguments)


def f(items, taken=None):
    taken = [] if taken is None else taken
    if (type(taken) is list and taken is not items
            and type(items) is list and ({int}.issuperset(map(type, items)) or {str}.issuperset(map(type, items)))):
        taken.extend(sorted(items, reverse=True))
        items.clear()
    else:
        while len(items) > 0:
            largest = max(items)
            taken.append(largest)
            items.remove(largest)
    return taken, items


for items in ([], [3], [3, 1, 2], [2, 2, 1, 1], [True, 1, 0], [1.0, 1, 0], ["b", "a", "B"], [[2], [1]], (2, 1), [1, "a"], [0.0, -0.0], [float("nan"), 1], None):
    attempt(f, items)

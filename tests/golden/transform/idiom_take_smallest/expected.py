def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)), arguments)
    except Exception as problem:
        print(type(problem).__name__, problem, arguments)


def f(items):
    rest = list(items)
    taken = []
    if (taken is not rest
            and type(rest) is list and ({int}.issuperset(map(type, rest)) or {str}.issuperset(map(type, rest)))):
        taken.extend(sorted(rest))
        rest.clear()
    else:
        while rest:
            smallest = min(rest)
            rest.remove(smallest)
            taken.append(smallest)
    return taken, rest


for items in ([], [3], [3, 1, 2], [2, 2, 1, 1], [True, 1, 0], [1.0, 1, 0], ["b", "a", "B"], [[2], [1]], (2, 1), [1, "a"], [0.0, -0.0], [float("nan"), 1], None):
    attempt(f, items)

import itertools


def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)), arguments)
    except Exception as problem:
        print(type(problem).__name__, problem, arguments)


def f(values):
    out = []
    # The same in every round, as operators of builtin types have no effects.
    plain_values = type(values) is list and {*map(type, values)} in ({int}, {float})
    mean_once = sum(values) / len(values) if plain_values else None
    spread_once = None
    for value in values:
        mean = sum(values) / len(values) if mean_once is None else mean_once
        if spread_once is None or not plain_values:
            spread_once = sum((x - mean) ** 2 for x in values) / len(values)
        spread = spread_once
        out.append((value - mean) / spread ** 0.5)
    return out


for values in ([], [3], [3, 1, 2], [0.5, 2.5], [1, 2.5], [True, 2], ["b", "a"], ["b", 1], (3, 1), {4, 2}, "text", None, [None, 1],
               [10**400, 1], [10**400, 0.5], [float("nan"), 1.0], itertools.repeat(3, 2), [[1], [2]], [0], [0.0, -0.0]):
    attempt(f, values)

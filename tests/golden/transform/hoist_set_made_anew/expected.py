import itertools


def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)), arguments)
    except Exception as problem:
        print(type(problem).__name__, problem, arguments)


def f(values, words=("a", 2, 3.5, None)):
    kept = []
    # The same in every round, as operators of builtin types have no effects.
    plain_values = type(values) is list and {*map(type, values)} in (
        {int}, {float}, {str}
    ) and type(words) in (list, tuple)
    set_values = set(values) if plain_values else None
    for word in words:
        if word not in (set(values) if set_values is None else set_values):
            kept.append(word)
    return kept


for values in ([], [3], [3, 1, 2], [0.5, 2.5], [1, 2.5], [True, 2], ["b", "a"], ["b", 1], (3, 1), {4, 2}, "text", None, [None, 1],
               [10**400, 1], [10**400, 0.5], [float("nan"), 1.0], itertools.repeat(3, 2), [[1], [2]], [0], [0.0, -0.0]):
    attempt(f, values)

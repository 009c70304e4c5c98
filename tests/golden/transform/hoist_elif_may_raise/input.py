import itertools


def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)), arguments)
    except Exception as problem:
        print(type(problem).__name__, problem, arguments)


def mean(xs):
    return sum(xs) / len(xs)


def f(values):
    total = 0
    for k in range(4):
        if k < 2:
            total += 1
        elif k > mean(values):
            total += 2
    return total


for values in ([], [3], [3, 1, 2], [0.5, 2.5], [1, 2.5], [True, 2], ["b", "a"], ["b", 1], (3, 1), {4, 2}, "text", None, [None, 1],
               [10**400, 1], [10**400, 0.5], [float("nan"), 1.0], itertools.repeat(3, 2), [[1], [2]], [0], [0.0, -0.0]):
    attempt(f, values)

import math
from fractions import Fraction


def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)))
    except Exception as problem:
        print(type(problem).__name__, problem)


def mean(xs):
    return sum(xs) / len(xs)


def correlation(xs, ys):
    total = 0
    # The same in every round, as operators of builtin types have no effects.
    plain_xs = type(xs) is list and {*map(type, xs)} in ({int}, {float})
    mean_xs = None
    # The same in every round, as operators of builtin types have no effects.
    plain_ys = type(ys) is list and {*map(type, ys)} in ({int}, {float}) and type(xs) in (list, tuple, dict, str)
    mean_ys = None
    for i in range(len(xs)):
        total += (
            xs[i] - (mean_xs if mean_xs is not None else (mean_xs := mean(xs)) if plain_xs else mean(xs))
        ) * (ys[i] - (mean_ys if mean_ys is not None else (mean_ys := mean(ys)) if plain_ys else mean(ys)))
    return total


for values in ([1, 2, 4], [0.5, 2.5], [1, 2.5], [True, 2], [], ["a"], [float("nan"), 1.0], [10**400, 1], [Fraction(1, 3), 2], (1, 2), None, [-0.0]):
    attempt(correlation, values, values)
    attempt(correlation, values, [1, 5])
    attempt(correlation, [1, 5], values)

import math
from fractions import Fraction


def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)))
    except Exception as problem:
        print(type(problem).__name__, problem)


def mean(xs):
    return sum(xs) / len(xs)


def deviation(xs):
    return math.sqrt(sum((x - mean(xs)) ** 2 for x in xs) / len(xs))


for values in ([1, 2, 4], [0.5, 2.5], [1, 2.5], [True, 2], [], ["a"], [float("nan"), 1.0], [10**400, 1], [Fraction(1, 3), 2], (1, 2), None, [-0.0]):
    attempt(deviation, values)

import math
from fractions import Fraction


def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)))
    except Exception as problem:
        print(type(problem).__name__, problem)


def mean(xs):
    return sum(xs) / len(xs)


def total(xs):
    return [xs.append(Fraction(1, 2)), sum(x - mean(xs) for x in xs)]


attempt(total, [1, 2, 4])

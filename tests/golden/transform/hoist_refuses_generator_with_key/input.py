import math
from fractions import Fraction


def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)))
    except Exception as problem:
        print(type(problem).__name__, problem)


def mean(xs):
    return sum(xs) / len(xs)


def largest(xs):
    def key(value):
        xs.append(1)
        return value if len(xs) < 30 else xs.clear() or 1

    return max((x - mean(xs) for x in xs), key=key)


attempt(largest, [1, 2, 4])

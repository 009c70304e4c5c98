import math


def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)), arguments)
    except Exception as problem:
        print(type(problem).__name__, problem, arguments)


def f(n):
    i = 2
    while i <= math.sqrt(n):
        if n % i == 0:
            return i
        i += 1
    return n


for n in (0, 1, 2, 9, 35, 97, -4, 7.0, 9.5, True, "x", None, 10**400, float("nan")):
    attempt(f, n)

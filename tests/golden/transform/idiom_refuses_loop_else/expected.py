from math import isqrt


def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)), arguments)
    except Exception as problem:
        print(type(problem).__name__, problem, arguments)


def f(n):
    for d in range(2, isqrt(n) + 1 if type(n) is int and n > 8 else n):
        if n % d == 0:
            return False
    else:
        print("none")
    return True


for number in (-3, 0, 1, 2, 3, 4, 9, 12, 25, 28, 97, 360, True, 7.0, "x", None, 10**12 + 39 if False else 36):
    attempt(f, number)

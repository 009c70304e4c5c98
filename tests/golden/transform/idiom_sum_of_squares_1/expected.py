def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)), arguments)
    except Exception as problem:
        print(type(problem).__name__, problem, arguments)


def f(n, start=0):
    total = start
    if type(n) is int and type(total) is int and n > 0:
        total += n * (n + 1) * (2 * n + 1) // 6
    else:
        for k in range(1, n + 1):
            total += k ** 2
    return total


for number in (-3, 0, 1, 2, 3, 4, 9, 12, 25, 28, 97, 360, True, 7.0, "x", None, 10**12 + 39 if False else 36):
    attempt(f, number)
attempt(f, 9, 0.5)
attempt(f, 9, 3)

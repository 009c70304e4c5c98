def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)), arguments)
    except Exception as problem:
        print(type(problem).__name__, problem, arguments)


def chain(n, step):
    length = 0
    while n > 1 and length < 50:
        n = n // 2 if n % 2 == 0 else 3 * n + step
        length += 1
    return length


def f(n):
    return [chain(k % 7, 1) + chain(k % 5, 1) for k in range(n)]


for n in (0, 1, 20, -1, 2.5, "x"):
    attempt(f, n)

def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)), arguments)
    except Exception as problem:
        print(type(problem).__name__, problem, arguments)


def chain(n):
    length = 0
    while n > 1:
        n = n // 2 if n % 2 == 0 else 3 * n + 1
        length += 1
    return length


def f(n):
    return max(chain(k) for k in range(1, n))


for n in (0, 1, 20, -1, 2.5, "x"):
    attempt(f, n)

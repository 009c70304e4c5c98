def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)), arguments)
    except Exception as problem:
        print(type(problem).__name__, problem, arguments)


def f(n):
    if n == 3: return f(n - 1) + f(n - 2) + 1
    if n < 2:
        return n
    else: return f(n - 1) + f(n - 2)


for n in (0, 1, 5, 12, 2.0, True, "x", None):
    attempt(f, n)

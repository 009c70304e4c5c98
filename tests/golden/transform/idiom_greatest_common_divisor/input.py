def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)), arguments)
    except Exception as problem:
        print(type(problem).__name__, problem, arguments)


def f(a, b):
    while b:
        a, b = b, a % b
    return a, b


for a in (0, 1, 12, 18, -12, 7.5, True, "x%s"):
    for b in (0, 8, 9, -6, 2.5, False):
        attempt(f, a, b)

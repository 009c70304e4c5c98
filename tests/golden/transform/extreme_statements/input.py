def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)))
    except Exception as problem:
        print(type(problem).__name__, problem)


def told(value):
    print("told", value)
    return value


def f(xs, k):
    best = -1
    for x in xs:
        best = max(best, x)
        best = max(best, told(x) * 2 - 1)  # twice
        y = min(x, 5, k)
        k = max(told(x), best)
        z = 1 + max(0, min(255, x))
        k = max(k, z, told(y))
        if max(told(x), y) > 3:
            best += 1
        elif min(x, y) < 2:
            best -= 1
        while max(x, y) > 1:
            x -= 1
            y -= 1
    return best, k, [max(a, b) for a, b in zip(xs, xs)]


for values in ([3, 1, 2], [True, 1, 1.0, -0.0, 0, 0.0], [float("nan"), 1.0], ["a"], [None], []):
    attempt(f, values, 4)

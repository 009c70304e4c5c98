def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)))
    except Exception as problem:
        print(type(problem).__name__, problem)


def told(value):
    print("told", value)
    return value


def f(xs):
    total = [0]
    for x in xs:
        while total[-1] < max(best, x):
            total.append(1)
            best = x
    return total


attempt(f, [1, 2, 3])

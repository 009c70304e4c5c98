def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)))
    except Exception as problem:
        print(type(problem).__name__, problem)


def told(value):
    print("told", value)
    return value


best = 3


def lowered(value):
    global best
    best = value
    return value


def f(xs):
    total = 0
    for x in xs:
        total = best + max(lowered(x), 1)
    return total


print(f([1, 2, 3]))

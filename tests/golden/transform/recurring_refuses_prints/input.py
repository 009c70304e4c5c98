def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)), arguments)
    except Exception as problem:
        print(type(problem).__name__, problem, arguments)


LEVEL = 0


def score(code):
    total = 0
    print("asked")
    for k in range(60):
        total += k * len(code)
    return total


def f(codes):
    global LEVEL
    total = 0
    for code in codes:
        total += score(code)
        LEVEL += 1
    return total


for codes in ([], ["a", "b", "a"], [1, 1.0, True], [None], ["x", [1]], "abca", 5):
    attempt(f, codes)

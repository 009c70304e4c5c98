def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)), arguments)
    except Exception as problem:
        print(type(problem).__name__, problem, arguments)


def score(code):
    total = 0
    for letter in code:
        for k in range(20):
            total = total * 31 % 1009 + k * ord(letter)
    return total


def f(codes):
    total = 0
    for code in codes:
        total += score(code)
    return total


for codes in ([], ["a", "b", "a"], [1, 1.0, True], [None], ["x", [1]], "abca", 5):
    attempt(f, codes)

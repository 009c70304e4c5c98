def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)), arguments)
    except Exception as problem:
        print(type(problem).__name__, problem, arguments)


def pieces(code):
    found = []
    for k in range(60):
        found.append(k * len(code))
    return found


def f(codes):
    rows = []
    for code in codes:
        rows.append(pieces(code))
    return [row.append(1) or len(row) for row in rows]


for codes in ([], ["a", "b", "a"], [1, 1.0, True], [None], ["x", [1]], "abca", 5):
    attempt(f, codes)

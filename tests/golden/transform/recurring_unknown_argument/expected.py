def _remembering(function):
    """Give function with a memory for arguments that are exactly int or str."""
    known = {}

    def remembered(argument, *constants):
        if type(argument) not in (int, str):
            return function(argument, *constants)
        value = known.get(argument, known)
        if value is known:
            value = function(argument, *constants)
            if len(known) < 100000:
                known[argument] = value
        return value

    return remembered


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
    score_once = _remembering(score)
    for code in codes:
        total += score_once(code)
    return total


for codes in ([], ["a", "b", "a"], [1, 1.0, True], [None], ["x", [1]], "abca", 5):
    attempt(f, codes)

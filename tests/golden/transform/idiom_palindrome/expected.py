def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)), arguments)
    except Exception as problem:
        print(type(problem).__name__, problem, arguments)


def f(text):
    if type(text) is str:
        if text != text[::-1]:
            return False
    else:
        for i in range(len(text)):
            if text[i] != text[len(text) - 1 - i]:
                return False
    return True


for text in ("", "a", "ab", "aba", "abca", "abba", ["a", "a"], [1, 2.0, 1], (1, 2), b"aa", None):
    attempt(f, text)

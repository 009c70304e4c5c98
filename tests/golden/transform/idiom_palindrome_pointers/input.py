def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)), arguments)
    except Exception as problem:
        print(type(problem).__name__, problem, arguments)


def f(text):
    left, right = 0, len(text) - 1
    while left < right:
        if text[left] != text[right]:
            return False
        left += 1
        right -= 1
    return True


for text in ("", "a", "ab", "aba", "abca", "abba", ["a", "a"], [1, 2.0, 1], (1, 2), b"aa", None):
    attempt(f, text)

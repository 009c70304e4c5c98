def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)), arguments)
    except Exception as problem:
        print(type(problem).__name__, problem, arguments)


def f(text, vowels="aeiou"):
    count = 0
    for letter in text:
        if letter in vowels:
            count += 1
    return count


for text in ("", "a", "ab", "aba", "abca", "abba", ["a", "a"], [1, 2.0, 1], (1, 2), b"aa", None):
    attempt(f, text)
attempt(f, "education", "aa")
attempt(f, "education", ["a"])
attempt(f, "education", "")

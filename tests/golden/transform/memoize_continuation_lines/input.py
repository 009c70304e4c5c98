def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)), arguments)
    except Exception as problem:
        print(type(problem).__name__, problem, arguments)


def distance(a, b, i, j):
    if i == 0:
        return j
    if j == 0:
        return i
    if a[i - 1] == b[j - 1]:
        return distance(a, b, i - 1, j - 1)
    return 1 + min(distance(a, b, i - 1, j),
                   # the others
                   distance(a, b, i, j - 1),
                   max(
                       distance(a, b, i - 1, j - 1),
                       0))


for a, b in (("kitten", "sitting"), ("", "abc"), ([1, 2], [2, 1]), ("ab", None)):
    attempt(distance, a, b, len(a), len(b) if b else 1)

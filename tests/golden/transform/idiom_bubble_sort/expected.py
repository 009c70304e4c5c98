def bubble(xs):
    n = len(xs)
    if (type(xs) is list and n == len(xs)
            and (
                {str}.issuperset(map(type, xs))
                or {int, float}.issuperset(map(type, xs)) and not any(x != x for x in xs)
            )):
        xs.sort()
    else:
        for i in range(n):
            for j in range(0, n - i - 1):
                if xs[j] > xs[j + 1]:
                    temporary = xs[j]
                    xs[j] = xs[j + 1]
                    xs[j + 1] = temporary
    return xs


class Word(str):
    def __gt__(self, other):
        print("asked")
        return False


nan = float("nan")
for xs in ([3, 1, 2, 2], ["b", "a"], [], [2, 1.5, -0.0, 0.0, 0], [True, 0, 1], [nan, 1.0, 0.5], [Word("b"), "a"], [[2], [1]]):
    print(bubble(xs), [type(x).__name__ for x in xs])
try:
    bubble([1, "a"])
except TypeError as e:
    print(e)

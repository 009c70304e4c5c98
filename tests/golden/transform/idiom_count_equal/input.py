def occurrences(xs, wanted):
    count = 0
    for x in xs:
        if x == wanted:
            count += 1
    return count


class Odd:
    def __eq__(self, other):
        return other != 3


print(occurrences([1, 2, 1, 1.0, True], 1), occurrences("banana", "a"), occurrences("banana", "an"), occurrences("", ""))
print(occurrences([Odd(), 3, Odd()], 3), occurrences([Odd(), 3], 4), occurrences((1, 1), 1), occurrences("abc", 1))
nan = float("nan")
print(occurrences([nan, nan], nan), occurrences(["a", "b"], "a"), occurrences({1: 2}, 1))

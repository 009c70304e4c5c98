def occurrences(xs, wanted):
    count = 0
    if (type(xs) in (list, str) and type(wanted) in (int, str)
            and (type(xs) is list or type(wanted) is str and len(wanted) == 1)):
        count += xs.count(wanted)
    else:
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

def ranks(times):
    result = []
    for time in times:
        rank = 1
        for other in times:
            if other < time:
                rank += 1
        result.append(rank)
    return result


class Odd:
    def __init__(self, value):
        self.value = value

    def __lt__(self, other):
        print("asked", self.value)
        return self.value < other.value


nan = float("nan")
print(ranks([k * 7919 % 31 for k in range(40)]), ranks([]), ranks([2.5, 1, -0.0, 0, 0.0, 2] * 4), ranks(list("hello world")))
print(ranks([1, nan, 0, 2, nan, 3] * 3), ranks([True, 0, 2] * 5), ranks(tuple(range(10)) * 2))
print(ranks([Odd(k) for k in (2, 1)]))
for wrong in ([1] * 12 + ["x"], [None] * 12):
    try:
        ranks(wrong)
    except TypeError as e:
        print(e)

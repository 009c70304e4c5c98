def unique(records):
    kept = []
    for record in records:
        if record not in kept:
            kept.append(record)
    return kept


class Odd:
    def __eq__(self, other):
        print("asked")
        return False

    __hash__ = None


nan = float("nan")
print(unique([("a", 1), ("b", (2, None)), ("a", 1.0), ("a", True), ("b", (2, None))] * 3))
print(unique([nan, nan, float("nan"), (nan,), (nan,), 0.0, -0.0, None, False]))
print(unique([(1, []), (1, []), 1, (1, [2]), 1]), len(unique([1, Odd(), 1, 2, 2])), unique([(1, [])] + [2, 2]))

def _is_plain(value):
    """Whether == and hash() of the value agree and run no code of the program's."""
    plain = {int, str, float, bool, type(None)}
    return type(value) in plain or type(value) is tuple and plain.issuperset(map(type, value))


def unique(records):
    kept = []
    kept_lookup = set()
    for record in records:
        if record not in (kept_lookup if (type(record) in (int, str) or _is_plain(record)) else kept):
            kept.append(record)
            if (type(record) in (int, str) or _is_plain(record)) and kept_lookup is not kept:
                kept_lookup.add(record)
            else:
                kept_lookup = kept
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

def _hashed(items):
    """Give a frozenset that answers `in` exactly as the list does, or the list itself."""
    plain = {int, float, bool, str, type(None)}
    if type(items) not in (list, tuple) or len(items) < 8:
        return items
    if plain.issuperset(map(type, items)):
        return frozenset(items)
    for item in items:
        if type(item) is not tuple or not plain.issuperset(map(type, item)):
            return items
    return frozenset(items)


def other(type, len):
    return type + len


class Thing:
    list = 5

    def count(self, xs, ys):
        hits = 0
        ys_lookup = _hashed(ys) if type(xs) in (list, tuple) else ys
        for x in xs:
            if x in (ys_lookup if type(x) in (int, str) else (ys_lookup := ys)):
                hits += 1
        return hits


print(Thing().count(range(30), tuple(range(9, 40))), other(1, 2))

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


def f(xs, ys):
    ys_lookup = 0
    ys_lookup_2 = _hashed(ys) if type(xs) in (list, tuple, range) else ys
    for x in xs:
        ys_lookup += x in (ys_lookup_2 if type(x) in (int, str) else (ys_lookup_2 := ys))
    return ys_lookup


print(f(range(30), list(range(0, 30, 4))))

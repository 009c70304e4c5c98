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


def free(n, taken):
    out = []
    taken_lookup = _hashed(taken) if type(n) is int else taken
    for r in range(n):
        for c in range(n):
            if (r, c) not in taken_lookup:
                out.append((r, c))
    return out


taken = [(k % 4, k * 3 % 4) for k in range(12)]
print(free(4, taken), free(2, [(0, 0), [1, 1]]), free(2, [(0, [0])] * 9))

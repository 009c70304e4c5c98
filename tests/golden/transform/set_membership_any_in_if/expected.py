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


def first(rows, banned):
    for row in rows:
        banned_lookup = _hashed(banned) if type(row) in (
            list, tuple, dict, set, range, str
        ) else banned
        if any(
            word in (banned_lookup if type(word) in (int, str) else (banned_lookup := banned))
            for word in row
        ):
            return row
        elif all(word not in banned for word in row[1:]):
            continue


print(first([["a"], ["b", "k3"]], ["k%d" % k for k in range(12)]), first([], 5))

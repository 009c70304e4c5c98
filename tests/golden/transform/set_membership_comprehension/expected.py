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


def common(left, right):
    right_lookup = _hashed(right) if type(left) in (list, tuple, range) else right
    return [
        x for x in left if x in (right_lookup if type(x) in (int, str) else (right_lookup := right))
    ]


print(common(range(20), [2, 3, 5, 7, 11, 13, 17, 19, 23]), common([[1], "a"], list("abcdefghi")))

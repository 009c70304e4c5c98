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


if __name__ == "__main__":
    blocked = [i * 3 for i in range(20)]
    kept = []
    blocked_lookup = _hashed(blocked)
    for i in range(50):
        if i in blocked_lookup:
            kept.append(i)
    print(kept)

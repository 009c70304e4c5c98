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


def count(n, blocked):
    hits = 0
    blocked_lookup = _hashed(blocked) if type(n) is int else blocked
    for k in range(n):
        for part in ("a", "b"):
            if f"{part}{k}" not in blocked_lookup:
                hits += 1
    return hits


print(count(30, [f"a{k}" for k in range(0, 30, 3)]), count(2, "a0a1"), count(1, ("a0", 5)))

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


def pick(items, banned, extra):
    out = []
    known = set()
    banned_lookup = _hashed(banned) if type(items) in (list, tuple) and type(extra) in (
        list, tuple, set, frozenset, dict, str
    ) else banned
    for x in items:
        if x in (banned_lookup if type(x) in (int, str) else (banned_lookup := banned)):
            continue
        out.append(x)
        known = known.union(extra)
    return out, len(known)


b = list(range(40))
def gen():
    b.extend(range(60, 70))
    yield -1
print(pick(list(range(35, 75)), b, gen())[0])

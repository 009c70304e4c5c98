STOP = ['the', 'a', 'an', 'of', 'to', 'in', 'is', 'it', 'on']


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


def words(xs):
    out = []
    stop_lookup = _hashed(STOP) if type(xs) in (list, tuple) else STOP
    for x in xs:
        if x not in (stop_lookup if type(x) in (int, str) else (stop_lookup := STOP)):
            out.append(x)
    return out


print(words('the cat sat on a mat in spite of it'.split()), words([1, None, ['a'], 'to']))

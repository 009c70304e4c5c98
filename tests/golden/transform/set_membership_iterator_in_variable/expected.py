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


def read(lines, known):
    rest = iter(lines)
    next(rest, None)
    out = []
    known_lookup = _hashed(known) if type(lines) in (list, tuple) else known
    for line in rest:
        if line not in (known_lookup if type(line) in (int, str) else (known_lookup := known)):
            out.append(line)
    return out


known = [f"w{k}" for k in range(30)]
lines = [f"w{k * 7 % 40}" for k in range(60)]
adding = map(known.__class__.append, [known] * 60, lines)
print(read(lines, known), read([line for line, _ in zip(lines, lines)], known))

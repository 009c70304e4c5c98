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


def plan(lines, known, stream):
    out = []
    known_lookup = _hashed(known) if {type(lines), type(stream)} <= {list, tuple, str} and type(stream) in (
        list, tuple, set, frozenset, dict, str
    ) else known
    for line in lines:
        if line not in (known_lookup if type(line) in (int, str) else (known_lookup := known)):
            out.append((line, [*stream], ",".join(stream), "w5" in stream))
    return out


known = [f"w{k}" for k in range(30)]
lines = [f"w{k * 7 % 40}" for k in range(60)]
stream = ["a", "b"]
print(plan(lines, known, stream), plan(lines, known, ("w5",)), plan(lines, known, "abc"))
print(plan(lines, known, map(lambda line: known.append(line) or line, list(lines))))

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


def kept(cells, banned):
    out = []
    banned_lookup = _hashed(banned) if type(cells) in (list, tuple) else banned
    for cell in cells:
        text = str(cell)
        if text not in (banned_lookup if type(text) in (int, str) else (banned_lookup := banned)):
            out.append(text)
    return out


class Text(str):
    def __eq__(self, other):
        return str.__str__(self) == other or other == "never"

    __hash__ = str.__hash__


class Cell:
    def __str__(self):
        return Text("cell")


banned = [str(k) for k in range(20)]
print(kept([1, 30, Cell()], banned))
print(kept([1, 30, Cell()], banned + ["never"]))

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


def kept(rows, banned):
    out = []
    banned_lookup = _hashed(banned) if type(rows) in (list, tuple) else banned
    for row in rows:
        if row not in (banned_lookup if type(row) in (int, str) else (banned_lookup := banned)):
            out.append(row)
    return out


def feeding(banned):
    return map(lambda k: (banned.append(k + 1), k)[1], range(30))


def attack(make):
    banned = list(range(100, 140))
    print(kept(make(banned), banned))


attack(feeding)
attack(lambda banned: list(range(90, 110)))
Counting = type("Counting", (list,), {"__iter__": lambda self: feeding(self.banned)})


def subclass(banned):
    rows = Counting(range(5))
    rows.banned = banned
    return rows


attack(subclass)
Equal = type("Equal", (), {"__eq__": lambda self, other: len(self.banned) < 60 and self.banned.append(7),
                           "__hash__": None, "__repr__": lambda self: "Equal()"})


def comparing(banned):
    value = Equal()
    value.banned = banned
    return [7, value, 7, 8]


attack(comparing)

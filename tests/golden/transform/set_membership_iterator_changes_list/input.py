def kept(rows, banned):
    out = []
    for row in rows:
        if row not in banned:
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

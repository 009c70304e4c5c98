def _hashed_at(value, *path):
    """Give a frozenset that answers `in` as the list at this path does; None if that is not certain.

    An attribute is given as (name,).
    """
    plain = {int, float, bool, str, type(None)}
    for step in path:
        kind = type(value)
        if type(step) is tuple:
            if type(kind) is not type or not kind.__dictoffset__ or step[0] not in vars(value):
                return None
            for own in (own for base in kind.__mro__[:-1] for own in vars(base)):
                if own == step[0] or str(own).startswith("__getattr"):
                    return None
            value = vars(value)[step[0]]
            continue
    if type(value) not in (list, tuple) or len(value) < 8 or not plain.issuperset(map(type, value)):
        return None
    return frozenset(value)


class Filter:
    def __init__(self, blocked):
        self.blocked = blocked
        self.passed = 0

    def run(self, names):
        kept = []
        blocked_lookup = _hashed_at(self, ("blocked",)) if type(names) in (list, tuple) else None
        for name in names:
            if name == "":
                continue
            if name not in (
                blocked_lookup
                if blocked_lookup and type(name) in (int, str)
                else (blocked_lookup := None) or self.blocked
            ):
                kept.append(name)
                self.passed += 1
        return kept


class Computed(Filter):
    asked = 0

    @property
    def blocked(self):
        self.asked += 1
        return [str(self.asked)] * 9

    @blocked.setter
    def blocked(self, value):
        pass


blocked = [f"n{k}" for k in range(0, 40, 3)]
names = [f"n{k}" for k in range(30)] + [""]
one, other = Filter(blocked), Computed(blocked)
print(one.run(names), one.passed, other.run(["1", "2", "2"]), other.asked, other.passed)

def _hashed_at(value, *path):
    """Give a frozenset that answers `in` as the list at this path does; None if that is not certain.
    """
    plain = {int, float, bool, str, type(None)}
    for step in path:
        kind = type(value)
        if type(step) not in plain:
            return None
        inside = kind in (list, tuple) and type(step) is int and -len(value) <= step < len(value)
        if not inside and (kind is not dict or step not in value):
            return None
        value = value[step]
    if type(value) not in (list, tuple) or len(value) < 8 or not plain.issuperset(map(type, value)):
        return None
    return frozenset(value)


def mutual(friends, a, b):
    out = []
    friends_item = friends[a]
    friends_lookup = _hashed_at(friends, b) if type(friends_item) in (list, tuple, dict, set) else None
    for name in friends_item:
        if name in (
            friends_lookup
            if friends_lookup and type(name) in (int, str)
            else (friends_lookup := None) or friends[b]
        ):
            out.append(name)
    return out


class G:
    def __init__(self): self.d = {"a": list(range(10)), ("x",): list(range(5, 20))}; self.x = list(range(100, 120))
    def __getitem__(self, k): return self.d[k]
print(mutual(G(), "a", ("x",)))

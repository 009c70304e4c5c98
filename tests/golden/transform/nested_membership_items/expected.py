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


def common(friends):
    result = {}
    names = list(friends)
    for a in names:
        for b in names:
            both = []
            if a != b:
                friends_item = friends[a]
                friends_lookup = _hashed_at(friends, b) if type(friends_item) in (list, tuple, dict, set) else None
                for f in friends_item:
                    if f in (
                        friends_lookup
                        if friends_lookup and type(f) in (int, str)
                        else (friends_lookup := None) or friends[b]
                    ):
                        both.append(f)
            result[a, b] = both
    return result


nan = float("nan")


rows = list(range(10))
changes = {"__eq__": lambda self, other: rows.__setitem__(slice(None), ["changed"] * 9), "__hash__": lambda self: 1}
Odd = type("Odd", (), changes)
numbers = {k: [(j * j + k) % 23 for j in range(12)] for k in range(5)}
print(common(numbers))
print(common({"a": [nan, 1, True, 2.0, "x", None, 3, 4, 5], "b": [nan, 1.0, 2, "x", None, 0.0, -0.0, 7, 8]}))
print(len(common({"a": [3, Odd(), 5, "changed"], "b": rows})["a", "b"]))
print(common({"a": ["ab", "b", 3][:2], "b": "abcdefghijk"}), common({"a": [1, 2], "b": {1: 2}}))
for wrong in ({"a": [1], "b": 5}, {"a": 5, "b": [1] * 9}, {"a": [[1]], "b": [[1]] * 9}):
    try:
        print(common(wrong))
    except TypeError as error:
        print(error.args)

def common(friends):
    result = {}
    names = list(friends)
    for a in names:
        for b in names:
            both = []
            if a != b:
                for f in friends[a]:
                    if f in friends[b]:
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

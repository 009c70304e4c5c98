def mutual(friends, a, b):
    out = []
    for name in friends[a]:
        if name in friends[b]:
            out.append(name)
    return out


known = list(range(8))
given = list(range(8, 14))


def step():
    if given:
        known.append(given[0])
    return given.pop(0) if given else None


print(mutual({"a": [1, 20, 3], "b": list(range(12))}, "a", "b"))
print(mutual({"a": iter(step, None), "b": known}, "a", "b"))

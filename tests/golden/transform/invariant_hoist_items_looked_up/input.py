def scale(batches, name, limits):
    out = []
    for x in batches[name]:
        out.append(x / max(limits))
    return out


limits = [1]
given = [10, 20, 30]


def step():
    limits.append(limits[-1] * 2)
    return given.pop() if given else None


print(scale({"a": [10, 10, 5]}, "a", [4, 2]))
print(scale({"a": iter(step, None)}, "a", limits))

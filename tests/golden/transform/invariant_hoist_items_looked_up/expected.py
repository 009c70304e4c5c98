def scale(batches, name, limits):
    out = []
    batches_item = batches[name]
    # The same in every round, as operators of builtin types have no effects.
    plain_limits = type(limits) is list and {*map(type, limits)} in ({int}, {float}, {str}) and type(batches_item) in (
        list, tuple, dict, set
    )
    max_limits = max(limits) if plain_limits else None
    for x in batches_item:
        out.append(x / (max(limits) if max_limits is None else max_limits))
    return out


limits = [1]
given = [10, 20, 30]


def step():
    limits.append(limits[-1] * 2)
    return given.pop() if given else None


print(scale({"a": [10, 10, 5]}, "a", [4, 2]))
print(scale({"a": iter(step, None)}, "a", limits))

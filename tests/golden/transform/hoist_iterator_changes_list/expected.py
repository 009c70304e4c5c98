def scaled(rows, limits):
    out = []
    # The same in every round, as operators of builtin types have no effects.
    plain_limits = type(limits) is list and {*map(type, limits)} in (
        {int}, {float}, {str}
    ) and type(rows) in (list, tuple, range)
    max_limits = max(limits) if plain_limits else None
    for row in rows:
        out.append(row * (max(limits) if max_limits is None else max_limits))
    return out


limits = [3, 1, 2]
print(scaled(map(lambda k: (limits.append(k), k)[1], range(9)), limits))
print(scaled(range(4), limits))

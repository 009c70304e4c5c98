def _is_builtin_data(*values):
    """Whether the values and all they hold, to a depth of four, are of exact builtin types."""
    plain = {int, float, bool, str, type(None)}
    for _ in range(4):
        inner = []
        for value in values:
            if type(value) in (list, tuple, set):
                inner += value
            elif type(value) is dict:
                inner += [*value, *value.values()]
            elif type(value) not in plain:
                return False
            if len(inner) > 1000000:
                return False
        values = [value for value in inner if type(value) not in plain]
    return not values


def ways(xs, target):
    def rec(i, t):
        return _rec_cached({} if _is_builtin_data(xs) else {None: None}, i, t)

    def _rec_cached(cache, i, t):
        # Exact types only: 1, 1.0 and True are equal keys.
        key = (i, t) if None not in cache and type(i) is type(t) is int else None
        if key is not None and key in cache:
            return cache[key]
        if t == 0:
            return 1
        if i == len(xs) or t < 0:
            return 0
        cache[key] = _rec_cached(cache, i + 1, t - xs[i]) + _rec_cached(cache, i + 1, t)
        return cache[key]
    return rec(0, target)


print(ways([1, 2, 3, 4], 5), ways([1.5, 0.5, 2], 2), ways([], 0))

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


def best(items, i, room):
    return _best_cached({} if _is_builtin_data(items) else {None: None}, items, i, room)


def _best_cached(cache, items, i, room):
    # Exact types only: 1, 1.0 and True are equal keys.
    key = (i, room) if None not in cache and type(i) is type(room) is int else None
    if key is not None and key in cache:
        return cache[key]
    if i == len(items):
        return 0
    weight, value = items[i]
    skip = _best_cached(cache, items, i + 1, room)
    if weight > room:
        cache[key] = skip
        return skip
    cache[key] = max(skip, value + _best_cached(cache, items, i + 1, room - weight))
    return cache[key]


print(best([(2, 3), (3, 4), (4, 5), (5, 6), (1, 1)], 0, 7), best([], 0, 1))

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


def count(digits, i, tight):
    return _count_cached({} if _is_builtin_data(digits) else {None: None}, digits, i, tight)


def _count_cached(cache, digits, i, tight):
    # Exact types only: 1, 1.0 and True are equal keys.
    key = (i, tight) if None not in cache and type(i) is int and type(tight) is bool else None
    if key is not None and key in cache:
        return cache[key]
    if i == len(digits):
        return 1
    limit = digits[i] if tight else 9
    cache[key] = sum(
        _count_cached(cache, digits, i + 1, tight and d == limit) for d in range(limit + 1)
    )
    return cache[key]


print(count([2, 5, 1], 0, True), count([2, 5], 0, False), count([2, 5], 0, 1), count([1], 0, 0.0))

def count(digits, i, tight):
    return _count_cached({}, digits, i, tight)


def _count_cached(cache, digits, i, tight):
    # Exact types only: 1, 1.0 and True are equal keys.
    key = (i, tight) if type(i) is int and type(tight) is bool else None
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

def one(n):
    return _one_cached({}, n)


def _one_cached(cache, n):
    known, key = {}, None
    # Exact types only: 1, 1.0 and True are equal keys.
    if type(n) is int:
        known, key = cache, n
    if key in known:
        return known[key]
    return known.setdefault(key, n if n < 2 else _one_cached(cache, n - 1) + _one_cached(cache, n - 2))


print(one(12))

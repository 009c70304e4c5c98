def deep(n):
    return _deep_cached({}, n)


def _deep_cached(cache, n):
    known, key = {}, None
    # Exact types only: 1, 1.0 and True are equal keys.
    if type(n) is int:
        known, key = cache, n
    if key in known:
        return known[key]
    if n > 0:
        a, b = _deep_cached(cache, n - 1), _deep_cached(cache, n - 2)
        if n % 3:
            known[key] = (a or 0) + (b or 0) + 1
            return known[key]


print([deep(n) for n in range(12)])

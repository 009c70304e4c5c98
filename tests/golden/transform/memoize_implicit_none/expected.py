def deep(n):
    return _deep_cached({}, n)


def _deep_cached(cache, n):
    # Exact types only: 1, 1.0 and True are equal keys.
    key = n if type(n) is int else None
    if key is not None and key in cache:
        return cache[key]
    if n > 0:
        a, b = _deep_cached(cache, n - 1), _deep_cached(cache, n - 2)
        if n % 3:
            cache[key] = (a or 0) + (b or 0) + 1
            return cache[key]


print([deep(n) for n in range(12)])

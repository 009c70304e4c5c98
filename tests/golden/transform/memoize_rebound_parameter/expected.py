def collatz(n, limit):
    return _collatz_cached({}, n, limit)


def _collatz_cached(cache, n, limit):
    # Exact types only: 1, 1.0 and True are equal keys.
    key = (n, limit) if type(n) is type(limit) is int else None
    if key is not None and key in cache:
        return cache[key]
    n = abs(n)
    if n <= 1 or limit == 0:
        return 0
    a = _collatz_cached(cache, n // 2, limit - 1)
    n = n * 3 + 1
    cache[key] = 1 + max(a, _collatz_cached(cache, n // 4, limit - 1))
    return cache[key]


print([collatz(k, 12) for k in range(-5, 20)])

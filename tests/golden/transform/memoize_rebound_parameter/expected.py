def collatz(n, limit):
    return _collatz_cached({}, n, limit)


def _collatz_cached(cache, n, limit):
    known, key = {}, None
    # Exact types only: 1, 1.0 and True are equal keys.
    if type(n) is type(limit) is int:
        known, key = cache, (n, limit)
    if key in known:
        return known[key]
    n = abs(n)
    if n <= 1 or limit == 0:
        return 0
    a = _collatz_cached(cache, n // 2, limit - 1)
    n = n * 3 + 1
    known[key] = 1 + max(a, _collatz_cached(cache, n // 4, limit - 1))
    return known[key]


print([collatz(k, 12) for k in range(-5, 20)])

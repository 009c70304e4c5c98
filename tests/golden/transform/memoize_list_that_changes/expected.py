def drains(n, xs):
    return _drains_cached({}, n, xs)


def _drains_cached(cache, n, xs):
    # Exact types only: 1, 1.0 and True are equal keys.
    key = (n, xs) if type(n) is int and type(xs) in (int, str) else None
    if key is not None and key in cache:
        return cache[key]
    if n <= 0 or not xs:
        return n
    x = xs.pop()
    cache[key] = _drains_cached(cache, n - x, xs[1:]) + _drains_cached(cache, n - 1, xs[:])
    return cache[key]


xs = [1, 2, 3, 1, 2]
print(drains(8, xs), xs)

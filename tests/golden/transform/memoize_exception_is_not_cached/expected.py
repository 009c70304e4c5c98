def walk(n, stop):
    return _walk_cached({}, n, stop)


def _walk_cached(cache, n, stop):
    # Exact types only: 1, 1.0 and True are equal keys.
    key = n if type(n) is type(stop) is int else None
    if key is not None and key in cache:
        return cache[key]
    if n == stop:
        raise ValueError(n)
    if n > 12:
        return 1
    cache[key] = _walk_cached(cache, n + 1, stop) + _walk_cached(cache, n + 2, stop)
    return cache[key]


for stop in (5, 100, 5):
    try:
        print(walk(0, stop))
    except ValueError as error:
        print("no", error.args)

def walk(n, stop):
    return _walk_cached({}, n, stop)


def _walk_cached(cache, n, stop):
    known, key = {}, None
    # Exact types only: 1, 1.0 and True are equal keys.
    if type(n) is type(stop) is int:
        known, key = cache, n
    if key in known:
        return known[key]
    if n == stop:
        raise ValueError(n)
    if n > 12:
        return 1
    known[key] = _walk_cached(cache, n + 1, stop) + _walk_cached(cache, n + 2, stop)
    return known[key]


for stop in (5, 100, 5):
    try:
        print(walk(0, stop))
    except ValueError as error:
        print("no", error.args)

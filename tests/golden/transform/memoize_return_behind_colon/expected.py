def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)), arguments)
    except Exception as problem:
        print(type(problem).__name__, problem, arguments)


def f(n):
    return _f_cached({}, n)


def _f_cached(cache, n):
    # Exact types only: 1, 1.0 and True are equal keys.
    key = n if type(n) is int else None
    if key is not None and key in cache:
        return cache[key]
    if n == 3:
        cache[key] = _f_cached(cache, n - 1) + _f_cached(cache, n - 2) + 1
        return cache[key]
    if n < 2:
        cache[key] = n
        return n
    else:
        cache[key] = _f_cached(cache, n - 1) + _f_cached(cache, n - 2)
        return cache[key]


for n in (0, 1, 5, 12, 2.0, True, "x", None):
    attempt(f, n)

import sys

sys.setrecursionlimit(400)


def f(n):
    return _f_cached({}, n)


def _f_cached(cache, n):
    # Exact types only: 1, 1.0 and True are equal keys.
    key = n if type(n) is int else None
    if key is not None and key in cache:
        return cache[key]
    if n < 2:
        return n
    cache[key] = (_f_cached(cache, n - 1) + _f_cached(cache, n - 2)) % 1000
    return cache[key]


print(f(25))
try:
    f(1000)
except RecursionError as error:
    print(type(error).__name__)

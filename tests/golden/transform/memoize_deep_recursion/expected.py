import sys

sys.setrecursionlimit(400)


def f(n):
    return _f_cached({}, n)


def _f_cached(cache, n):
    known, key = {}, None
    # Exact types only: 1, 1.0 and True are equal keys.
    if type(n) is int:
        known, key = cache, n
    if key in known:
        return known[key]
    if n < 2:
        return n
    known[key] = (_f_cached(cache, n - 1) + _f_cached(cache, n - 2)) % 1000
    return known[key]


print(f(25))
try:
    f(1000)
except RecursionError as error:
    print(type(error).__name__)

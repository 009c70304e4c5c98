cache = known = key = _f_cached = 1


def f(n):
    return _f_cached_2({}, n)


def _f_cached_2(cache_2, n):
    # Exact types only: 1, 1.0 and True are equal keys.
    key_2 = n if type(n) is int else None
    if key_2 is not None and key_2 in cache_2:
        return cache_2[key_2]
    if n < 2:
        cache_2[key_2] = cache + known + key + _f_cached
        return cache_2[key_2]
    cache_2[key_2] = _f_cached_2(cache_2, n - 1) + _f_cached_2(cache_2, n - 2)
    return cache_2[key_2]


print(f(9))

cache = known = key = _f_cached = 1


def f(n):
    return _f_cached_2({}, n)


def _f_cached_2(cache_2, n):
    known_2, key_2 = {}, None
    # Exact types only: 1, 1.0 and True are equal keys.
    if type(n) is int:
        known_2, key_2 = cache_2, n
    if key_2 in known_2:
        return known_2[key_2]
    if n < 2:
        known_2[key_2] = cache + known + key + _f_cached
        return known_2[key_2]
    known_2[key_2] = _f_cached_2(cache_2, n - 1) + _f_cached_2(cache_2, n - 2)
    return known_2[key_2]


print(f(9))

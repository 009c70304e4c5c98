def lcs(a: str, b: "str: any", i=0, j=0) -> "tuple: x":
    return _lcs_cached({}, a, b, i, j)


def _lcs_cached(cache, a, b, i, j):
    # Exact types only: 1, 1.0 and True are equal keys.
    key = (i, j) if type(i) is type(j) is int and type(a) is type(b) is str else None
    if key is not None and key in cache:
        return cache[key]
    if i == len(a) or j == len(b):
        cache[key] = 0, ()
        return cache[key]
    if a[i] == b[j]:
        n, p = _lcs_cached(cache, a, b, i + 1, j=j + 1)
        cache[key] = n + 1, (i,) + p
        return cache[key]
    cache[key] = max(_lcs_cached(cache, a, b, i + 1, j=j), _lcs_cached(cache, a, b, i, j=j + 1))
    return cache[key]


print(lcs("abcde", "badce"))

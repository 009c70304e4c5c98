def lcs(a: str, b: "str: any", i=0, j=0) -> "tuple: x":
    return _lcs_cached({}, a, b, i, j)


def _lcs_cached(cache, a, b, i, j):
    known, key = {}, None
    # Exact types only: 1, 1.0 and True are equal keys.
    if type(i) is type(j) is int and type(a) is type(b) is str:
        known, key = cache, (i, j)
    if key in known:
        return known[key]
    if i == len(a) or j == len(b):
        known[key] = 0, ()
        return known[key]
    if a[i] == b[j]:
        n, p = _lcs_cached(cache, a, b, i + 1, j=j + 1)
        known[key] = n + 1, (i,) + p
        return known[key]
    known[key] = max(_lcs_cached(cache, a, b, i + 1, j=j), _lcs_cached(cache, a, b, i, j=j + 1))
    return known[key]


print(lcs("abcde", "badce"))

def steps(n, widest=3):
    return _steps_cached({}, n, widest)


def _steps_cached(cache, n, widest=3):
    known, key = {}, None
    # Exact types only: 1, 1.0 and True are equal keys.
    if type(n) is type(widest) is int:
        known, key = cache, (n, widest)
    if key in known:
        return known[key]
    if n <= 0:
        known[key] = n == 0
        return known[key]
    total = 0
    for k in range(1, widest + 1):
        total += _steps_cached(cache, n - k)
    known[key] = total
    return total


print(steps(9), steps(9, 2), steps(True), type(steps(0)))

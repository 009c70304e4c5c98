def steps(n, widest=3):
    return _steps_cached({}, n, widest)


def _steps_cached(cache, n, widest=3):
    # Exact types only: 1, 1.0 and True are equal keys.
    key = (n, widest) if type(n) is type(widest) is int else None
    if key is not None and key in cache:
        return cache[key]
    if n <= 0:
        cache[key] = n == 0
        return cache[key]
    total = 0
    for k in range(1, widest + 1):
        total += _steps_cached(cache, n - k)
    cache[key] = total
    return total


print(steps(9), steps(9, 2), steps(True), type(steps(0)))

def _is_builtin_data(*values):
    """Whether the values and all they hold, to a depth of four, are of exact builtin types."""
    plain = {int, float, bool, str, type(None)}
    for _ in range(4):
        inner = []
        for value in values:
            if type(value) in (list, tuple, set):
                inner += value
            elif type(value) is dict:
                inner += [*value, *value.values()]
            elif type(value) not in plain:
                return False
            if len(inner) > 1000000:
                return False
        values = [value for value in inner if type(value) not in plain]
    return not values


def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)), arguments)
    except Exception as problem:
        print(type(problem).__name__, problem, arguments)


def distance(a, b, i, j):
    return _distance_cached({} if _is_builtin_data(a, b) else {None: None}, a, b, i, j)


def _distance_cached(cache, a, b, i, j):
    # Exact types only: 1, 1.0 and True are equal keys.
    key = (i, j) if None not in cache and type(i) is type(j) is int else None
    if key is not None and key in cache:
        return cache[key]
    if i == 0:
        return j
    if j == 0:
        return i
    if a[i - 1] == b[j - 1]:
        cache[key] = _distance_cached(cache, a, b, i - 1, j - 1)
        return cache[key]
    cache[key] = 1 + min(_distance_cached(cache, a, b, i - 1, j),
                         # the others
                         _distance_cached(cache, a, b, i, j - 1),
                         max(
                             _distance_cached(cache, a, b, i - 1, j - 1),
                             0))
    return cache[key]


for a, b in (("kitten", "sitting"), ("", "abc"), ([1, 2], [2, 1]), ("ab", None)):
    attempt(distance, a, b, len(a), len(b) if b else 1)

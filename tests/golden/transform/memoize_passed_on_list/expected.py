def best(items, i, room):
    return _best_cached({}, items, i, room)


def _best_cached(cache, items, i, room):
    known, key = {}, None
    # Exact types only: 1, 1.0 and True are equal keys.
    if type(i) is type(room) is int:
        known, key = cache, (i, room)
    if key in known:
        return known[key]
    if i == len(items):
        return 0
    weight, value = items[i]
    skip = _best_cached(cache, items, i + 1, room)
    if weight > room:
        known[key] = skip
        return skip
    known[key] = max(skip, value + _best_cached(cache, items, i + 1, room - weight))
    return known[key]


print(best([(2, 3), (3, 4), (4, 5), (5, 6), (1, 1)], 0, 7), best([], 0, 1))

def best(items, i, room):
    return _best_cached({}, items, i, room)


def _best_cached(cache, items, i, room):
    # Exact types only: 1, 1.0 and True are equal keys.
    key = (i, room) if type(i) is type(room) is int else None
    if key is not None and key in cache:
        return cache[key]
    if i == len(items):
        return 0
    weight, value = items[i]
    skip = _best_cached(cache, items, i + 1, room)
    if weight > room:
        cache[key] = skip
        return skip
    cache[key] = max(skip, value + _best_cached(cache, items, i + 1, room - weight))
    return cache[key]


print(best([(2, 3), (3, 4), (4, 5), (5, 6), (1, 1)], 0, 7), best([], 0, 1))

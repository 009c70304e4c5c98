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


def best(items, i, room):
    return _best_cached({} if _is_builtin_data(items) else {None: None}, items, i, room)


def _best_cached(cache, items, i, room):
    # Exact types only: 1, 1.0 and True are equal keys.
    key = (i, room) if None not in cache and type(i) is type(room) is int else None
    if key is not None and key in cache:
        return cache[key]
    if i == len(items):
        return 0
    skip = _best_cached(cache, items, i + 1, room)
    if items[i] > room:
        cache[key] = skip
        return skip
    cache[key] = max(skip, items[i] + _best_cached(cache, items, i + 1, room - items[i]))
    return cache[key]


class Counting(list):
    reads = 0

    def __getitem__(self, i):
        Counting.reads += 1
        return list.__getitem__(self, i) + Counting.reads % 2


print(best([1, 2, 3, 1, 2], 0, 7), best((2, 2, 1), 0, 3), best([0.5, 2], 0, 2), best([True, 2], 0, 2))
print(best(Counting([1, 2, 3, 1, 2]), 0, 7), Counting.reads)

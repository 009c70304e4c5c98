def _finder(items):
    """Give a function that finds the items of a list that are equal to the wanted one.

    Where exact builtin types do not make it certain which are meant, all are given.
    """
    from bisect import bisect_left

    if type(items) is not list or len(items) < 24:
        return None
    plain = {int, float, bool, str, type(None)}
    groups, seen, calls = {}, 0, 0

    def is_plain(value):
        return type(value) in plain or type(value) is tuple and plain.issuperset(map(type, value))

    def group():
        nonlocal seen
        for place in range(seen, len(items)):
            key = item = items[place]
            if not is_plain(key):
                return None
            groups.setdefault(key, []).append(place)
        seen = len(items)
        return groups

    def find(wanted, span):
        nonlocal groups, calls
        calls += 1
        if groups is None or calls < 4:
            return span
        if seen < len(items):
            groups = group()
        if not is_plain(wanted):
            groups = None
        if groups is None:
            return span
        found = groups.get(wanted, ())
        return (
            found[bisect_left(found, span.start):]
            if span.start >= 0 and span.stop == len(items)
            else span
        )

    return find


def found(xs, first, wanted):
    hits = []
    xs_with = _finder(xs) if type(wanted) in (list, tuple) and type(first) is int else None
    for value in wanted:
        for j in xs_with(value, span=range(first, len(xs))) if xs_with else range(first, len(xs)):
            if xs[j] == value:
                hits.append(j)
    return hits


print(found([k % 5 for k in range(37)], -3, list(range(32)) * 3))
print(found([k % 5 for k in range(37)], 4, list(range(32)) * 3))

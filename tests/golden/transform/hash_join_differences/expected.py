def _finder(items):
    """Give a function that finds the items of a list that are equal to the wanted one.

    Where exact builtin types do not make it certain which are meant, all are given.
    """
    from bisect import bisect_left

    if type(items) is not list or len(items) < 24:
        return None
    plain = {int, float, bool, str, type(None)}
    groups, seen, calls = {}, 0, 0
    kinds = set()

    def is_plain(value):
        return type(value) in plain or type(value) is tuple and plain.issuperset(map(type, value))

    def read(value, path):
        for step in path:
            kind = type(value)
            if type(step) not in plain:
                return read
            inside = kind in (
                list, tuple, str
            ) and type(step) is int and -len(value) <= step < len(value)
            if not inside and (kind is not dict or step not in value):
                return read
            value = value[step]
        return value

    def group():
        nonlocal seen
        for place in range(seen, len(items)):
            key = item = items[place]
            if not is_plain(key):
                return None
            kinds.add(type(key))
            groups.setdefault(key, []).append(place)
        seen = len(items)
        return groups

    def find(wanted, *steps, span, less=(), more=()):
        nonlocal groups, calls
        calls += 1
        if groups is None or calls < 4:
            return span
        wanted = read(wanted, steps)
        for terms, sign in (less, -1), (more, 1):
            for start, *steps in terms:
                term = read(start, steps)
                wanted = wanted + sign * term if type(wanted) is int is type(term) else read
        if seen < len(items):
            groups = group()
        if not is_plain(wanted):
            groups = None
        if groups is None or kinds != {int}:
            return span
        found = groups.get(wanted, ())
        return (
            found[bisect_left(found, span.start):]
            if span.start >= 0 and span.stop == len(items)
            else span
        )

    return find


def pairs(numbers, step):
    n = len(numbers)
    found = []
    numbers_with = _finder(numbers)
    for i in range(n):
        for j in (
            numbers_with(numbers, i, span=range(n), more=[(step,)]) if numbers_with else range(n)
        ):
            if i != j and numbers[j] - numbers[i] == step:
                found.append((i, j))
    return found


print(pairs([k * 7 % 31 for k in range(40)], 3), pairs([1.5, 4.5] * 8, 3), pairs([], 3))

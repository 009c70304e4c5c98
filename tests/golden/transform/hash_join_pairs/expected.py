def _finder(items):
    """Give a function that finds the items of a list that are equal to the wanted one.

    Where exact builtin types do not make it certain which are meant, all are given.
    """
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
            groups.setdefault(key, []).append((place, item))
        seen = len(items)
        return groups

    def find(wanted):
        nonlocal groups, calls
        calls += 1
        if groups is None or calls < 4:
            return enumerate(items)
        if seen < len(items):
            groups = group()
        if not is_plain(wanted):
            groups = None
        if groups is None:
            return enumerate(items)
        return groups.get(wanted, ())

    return find


def places(wanted, names):
    found = []
    names_with = _finder(names) if type(wanted) in (list, tuple) else None
    for name in wanted:
        for i, other in names_with(name) if names_with else enumerate(names):
            if other == name:
                found.append(i)
                break
    return found


names = ["n%d" % (k % 17) for k in range(40)]
print(places(["n%d" % k for k in range(45)], names))
print(places(["n%d" % k for k in range(45)], iter(names)))
print(places([(k, k) for k in range(37)], [(k % 5, k % 5) for k in range(45)]))
print(places([1.0, True, 0, -0.0, None] * 4, [False, 1, 0.0, None]))

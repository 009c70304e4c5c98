def _finder(items, *path, either, width):
    """Give a function that finds the items of a list whose value at `path`, or at `either`, is the wanted one.

    Where exact builtin types do not make it certain which are meant, all are given.
    """
    if type(items) is not list or len(items) < 24:
        return None
    plain = {int, float, bool, str, type(None)}
    groups, seen, calls = {}, 0, 0

    def is_plain(value):
        return type(value) in plain or type(value) is tuple and plain.issuperset(map(type, value))

    def read(value, path):
        for step in path:
            kind = type(value)
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
            item = items[place]
            key = read(item, path)
            other = read(item, either)
            if item is items or not is_plain(key) or not is_plain(other):
                return None
            if type(item) not in (list, tuple) or len(item) != width:
                return None
            groups.setdefault(key, []).append(item)
            if other is not key and other != key:
                groups.setdefault(other, []).append(item)
        seen = len(items)
        return groups

    def find(wanted):
        nonlocal groups, calls
        calls += 1
        if groups is None or calls < 4:
            return items
        if seen < len(items):
            groups = group()
        if not is_plain(wanted):
            groups = None
        if groups is None:
            return items
        return groups.get(wanted, ())

    return find


def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)))
    except Exception as problem:
        print(type(problem).__name__, problem)


def neighbours(nodes, edges):
    found = {}
    edges_with = _finder(edges, 0, either=(1,), width=3) if type(nodes) in (list, tuple) else None
    for node in nodes:
        near = []
        for a, b, weight in edges_with(node) if edges_with else edges:
            if a == node:
                near.append((b, weight))
            elif b == node and weight:
                near.append((a, -weight))
        found[node] = near
    return found


edges = [(k % 7, k * 3 % 11, k) for k in range(60)]
attempt(neighbours, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 1.0, True, "a", None], edges)
attempt(neighbours, list(range(9)), [(float("nan"), 3, 1), (2, 2, 2), (2, 2.0, 3), (True, 1, 4)] * 12)
attempt(neighbours, list(range(9)), edges + [(1, 2)])
attempt(neighbours, list(range(9)), edges + [([1], 2, 3)])
attempt(neighbours, list(range(9)), edges[:5])
attempt(neighbours, [[1]] + list(range(9)), edges)

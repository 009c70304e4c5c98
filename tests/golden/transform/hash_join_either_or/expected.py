def _finder(items, *path, either):
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
            inside = kind in (list, tuple, str) and type(step) is int and -len(value) <= step < len(value)
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
            groups.setdefault(key, []).append(item)
            if other is not key and other != key:
                groups.setdefault(other, []).append(item)
        seen = len(items)
        return groups

    def find(wanted, *steps):
        nonlocal groups, calls
        calls += 1
        if groups is None or calls < 4:
            return items
        wanted = read(wanted, steps)
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


def degrees(nodes, edges):
    result = []
    edges_with_from = _finder(edges, "from", either=("to",)) if type(nodes) in (list, tuple) else None
    for node in nodes:
        count = 0
        for edge in edges_with_from(node, "id") if edges_with_from else edges:
            if edge["from"] == node["id"] or node["id"] == edge["to"]:
                count += edge["weight"]
        result.append([edge["weight"] for edge in edges if edge["to"] == node["id"] or edge["from"] == node["id"]])
        result.append(count)
    return result


edges = [(k % 7, k * 3 % 11, k) for k in range(60)]
rows = [{"from": a, "to": b, "weight": w} for a, b, w in edges]
attempt(degrees, [{"id": k} for k in range(12)], rows)
attempt(degrees, [{"id": k} for k in range(12)], rows + [{"from": 1, "to": None}])
attempt(degrees, [{"id": k} for k in range(12)], rows + [{"from": 11}])
attempt(degrees, [{"id": [k]} for k in range(12)], rows)

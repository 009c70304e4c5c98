def _finder(items, *path):
    """Give a function that finds the items of a list whose value at `path` is the wanted one.

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
            if item is items or not is_plain(key):
                return None
            groups.setdefault(key, []).append(item)
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


def count(rows, keys):
    hits = 0
    rows_with = _finder(rows, 0) if type(keys) in (list, tuple) else None
    for key in keys:
        for row in rows_with(key) if rows_with else rows:
            if row[0] == key:
                row[1] = [key + 1, hits]
                hits += 1
    return hits


rows = [[k, 0] for k in range(34)]
print(count(rows, list(range(34)) * 2), rows)
rows = [5, [3, 0]]
rows.append(rows)
rows[0] = [4, 4]
try:
    print(count(rows, [3, 4] * 9))
except TypeError as e:
    print(e)

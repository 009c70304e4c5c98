def _finder(items, *path):
    """Give a function that finds the items of a list whose value at `path` is the wanted one.

    Where exact builtin types do not make it certain which are meant, all are given.
    """
    if type(items) is not list:
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


def totals(sales):
    table = []
    table_with = _finder(table, 0) if type(sales) in (list, tuple) else None
    for region, amount in sales:
        for entry in table_with(region) if table_with else table:
            if entry[0] == region:
                entry[1] += amount
                break
        else:
            table.append([region, amount])
    return table


print(totals([("r%d" % (k * k % 23), k) for k in range(60)]))
print(totals([(k % 3 * 1.0 if k % 2 else k % 3, k) for k in range(30)] + [([1], 1), ([1], 2)]))

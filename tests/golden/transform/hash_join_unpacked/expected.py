def _finder(items, *path, width):
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
            if type(item) not in (list, tuple) or len(item) != width:
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


def totals(categories, sales):
    result = []
    sales_with = _finder(sales, 0, width=2) if type(categories) in (list, tuple) else None
    for category in categories:
        total = 0
        for other, amount in sales_with(category) if sales_with else sales:
            if other == category:
                total += amount
        result.append((category, total))
    return result


sales = [("c%d" % (k * 17 % 11), k) for k in range(60)]
print(totals(["c%d" % k for k in range(38)], sales))
print(totals(["c%d" % k for k in range(38)], [list(sale) for sale in sales]))
print(totals(["a", "b"] * 10, ["ab", "ba"]) if False else "")
for wrong in (sales + [("c1", 2, 3)], sales + [5], sales + [("c1",)], [{"a": 1, "b": 2}]):
    try:
        print(totals(["c%d" % k for k in range(38)], wrong))
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)

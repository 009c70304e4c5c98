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


def find(rows, field, value):
    for row in rows:
        if row[field] == value:
            return row
    return None


def names(orders, customers, field):
    result = []
    customers_with_id = _finder(customers, "id") if type(orders) in (list, tuple) else None
    for order in orders:
        customer = find(
            customers_with_id(order, "customer") if customers_with_id else customers,
            "id",
            order["customer"]
        )
        other = find(customers, field, order["customer"])
        result.append((customer and customer["name"], other and other["name"]))
    return result


customers = [{"id": k % 25, "old": k, "name": "n%d" % k} for k in range(40)]
orders = [{"customer": k % 45} for k in range(60)]
print(names(orders, customers, "old"), names(orders, [], "id"))
print(names(orders, customers + [{"id": [1], "old": 0, "name": "list"}], "id"))
try:
    names(orders, customers + [{"name": "nothing"}], "id")
except KeyError as error:
    print(error.args)

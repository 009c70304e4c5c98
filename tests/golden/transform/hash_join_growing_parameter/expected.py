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


def book(stock, movements):
    stock_with_name = _finder(stock, "name") if type(movements) in (list, tuple) else None
    for name, amount in movements:
        found = False
        for item in stock_with_name(name) if stock_with_name else stock:
            if item["name"] == name:
                item["amount"] += amount
                found = True
                break
        if not found:
            stock.append({"name": name, "amount": amount})
    return stock


movements = [(k * 7 % 23, k) for k in range(80)]
print(book([], movements), book([{"name": k, "amount": 0} for k in range(30)], movements))
print(book([{"name": 1.0, "amount": 0}, {"name": True, "amount": 0}], movements))
rows = [(k, [k]) for k in range(5)]
print(book([{"name": [], "amount": []}], rows + rows))
try:
    book([{"name": 1}] * 40, movements)
except KeyError as error:
    print(error.args)

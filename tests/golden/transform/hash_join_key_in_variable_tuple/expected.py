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


def join(orders, customers, key):
    result = []
    customers_with = _finder(customers, key) if type(orders) in (list, tuple) else None
    for order in orders:
        for customer in customers_with(order, key) if customers_with else customers:
            if customer[key] == order[key]:
                result.append((order["n"], customer["n"]))
    return result


k = ("first", "last")
c = [{"n": i, k: i * 7} for i in range(30)]
o = [{"n": i, k: i * 14} for i in range(8)]
try: print(join(o, c, k))
except Exception as e: print(repr(e))
c = ["%04d-x" % i for i in range(30)]
class R(str): pass

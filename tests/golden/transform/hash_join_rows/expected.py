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


def join(orders, customers):
    joined = []
    customers_with_id = _finder(customers, "id") if type(orders) in (list, tuple) else None
    for order in orders:
        for customer in customers_with_id(order, "customer") if customers_with_id else customers:
            if customer["id"] == order["customer"]:
                joined.append((order["number"], customer["city"]))
    return joined


class Noisy:
    def __init__(self, value):
        self.value = value

    def __eq__(self, other):
        print("asked", self.value)
        return self.value == other

    __hash__ = None


def show(*args):
    try:
        print(join(*args))
    except Exception as e:
        print(type(e).__name__, e)


customers = [{"id": k % 7, "city": "c%d" % k} for k in range(45)]
orders = [{"number": k, "customer": k % 9} for k in range(30)]
show(orders, customers)
show(orders, tuple(customers))
show(orders, iter(customers))
show(orders, [])
show([{"number": 1}] * 12, [])
show([{"number": 1}] * 12, customers)
show(orders, customers + [{"city": "no id"}])
show(orders, customers + [{"id": [1], "city": "list"}, {"id": float("nan"), "city": "nan"}])
show(orders, customers + [{"id": 1.0, "city": "float"}, {"id": True, "city": "bool"}])
show(orders[:10], customers[:2] + [{"id": Noisy(3), "city": "noisy"}])
show(orders[:10] + [{"number": 0, "customer": Noisy(4)}, {"number": 0, "customer": [1]}], customers[:3])
nan = float("nan")
show([{"number": k, "customer": nan} for k in range(37)], [{"id": nan, "city": "x"}])
show(orders, 5)

users = [{"id": i, "name": "u%d" % i} for i in range(15)]
orders = [{"user": i * 7 % 15, "amount": i % 13} for i in range(15)]
total = 0
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


_users_with_id = _finder(users, "id")
for order in orders:
    for user in _users_with_id(order, "user") if _users_with_id else users:
        if user["id"] == order["user"]:
            total += order["amount"] * len(user["name"])
print(total)

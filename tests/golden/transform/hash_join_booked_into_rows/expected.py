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


def book(accounts, transactions):
    unknown = 0
    accounts_with_number = _finder(
        accounts, "number"
    ) if type(transactions) in (list, tuple) else None
    for number, amount in transactions:
        for account in accounts_with_number(number) if accounts_with_number else accounts:
            if account["number"] == number:
                account["balance"] += amount
                break
        else:
            unknown += 1
    return unknown


accounts = [{"number": "A%d" % (k % 9), "balance": k} for k in range(37)]
print(book(accounts, [("A%d" % (k % 11), k) for k in range(40)]), accounts)
twice = [accounts[0], accounts[0]]
print(book(twice, [("A0", k) for k in range(37)] * 2), twice)

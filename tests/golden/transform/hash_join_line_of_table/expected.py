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


def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)))
    except Exception as problem:
        print(type(problem).__name__, problem)


def pivot(rows, months, kinds):
    table = []
    rows_with_month = _finder(rows, "month") if {
        type(months), type(kinds)
    } <= {list, tuple} else None
    for month in months:
        line = [month]
        entry = {}
        for kind in kinds:
            total = 0
            for row in rows_with_month(month) if rows_with_month else rows:
                if row["month"] == month and row["kind"] == kind:
                    total += row["amount"]
            line.append(total)
            entry[kind] = total
        table.append(line)
        table.append(entry)
    return table


rows = [{"month": k % 3, "kind": k % 2, "amount": k, "more": {"kind": k % 2}} for k in range(30)]
attempt(pivot, rows, [0, 1, 2, 3, 1.0, True], [0, 1])
attempt(pivot, rows, [[0], 1], [0])
attempt(pivot, rows + [{}], [0], [0])
attempt(pivot, [], [0], [0])

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
            if type(step) not in plain:
                if kind is not str:
                    return read
                value = step(value)
                value = tuple(value) if type(value) is list else value
                continue
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


def group(words):
    groups = []
    groups_with = _finder(groups, 0, sorted) if type(words) in (list, tuple) else None
    for word in words:
        for members in groups_with(word, sorted) if groups_with else groups:
            if sorted(members[0]) == sorted(word):
                members.append(word)
                break
        else:
            groups.append([word])
    return groups


words = ["tea", "eat", "tan", "ate", "nat", "bat", "t", "", "ta", "at", "tab", "eta", "ant", "", "na"]
print(group(words), group(words + [(1, 2), [2, 1], "tea"]))
try:
    group(words + [5])
except TypeError as e:
    print(e)

def _hashed(items):
    """Give a frozenset that answers `in` exactly as the list does, or the list itself."""
    plain = {int, float, bool, str, type(None)}
    if type(items) not in (list, tuple) or len(items) < 8:
        return items
    if plain.issuperset(map(type, items)):
        return frozenset(items)
    for item in items:
        if type(item) is not tuple or not plain.issuperset(map(type, item)):
            return items
    return frozenset(items)


class Queue:
    def __init__(self, items):
        self.items = items

    def pick(self, banned):
        out = []
        items_2 = self.items
        banned_lookup = _hashed(banned) if type(items_2) in (list, tuple, dict, set) else banned
        for x in items_2:
            if x not in (banned_lookup if type(x) in (int, str) else (banned_lookup := banned)):
                out.append(x)
        return out


def run(items, banned):
    return Queue(items).pick(banned)


L = list(range(20))
def gen():
    for i in range(18, 26):
        L.append(i)
        yield i
print(run(gen(), L))

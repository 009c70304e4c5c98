def _sorted_again(items, known, taken, key):
    """Sort a list that at most `taken` items have left at the front since it was sorted; give what to know next time.

    Known are: rounds with a long list, how many items were sorted, their common kind (None: not looked for, 0: none).
    """
    rounds, place, kind = known
    if kind == 0 or len(items) < 64:
        items.sort(key=key)
        return known if kind == 0 else (0, 0, None)

    def kind_of(value):
        if type(value) is tuple:
            kinds = tuple(map(kind_of, value))
            return 0 if 0 in kinds else kinds
        if type(value) in (int, float, bool):
            return 1 if value == value else 0
        return 2 if type(value) is str else 3 if value is None else 0

    def kind_of_item(item):
        return kind_of(key(item)) if type(item) is tuple else 0

    if kind is None:
        items.sort(key=key)
        kinds = set(map(kind_of_item, items)) if rounds == 64 else {None}
        return rounds + 1, len(items), kinds.pop() if len(kinds) == 1 else 0
    added = items[max(place - taken, 0):]
    alike = all(kind_of_item(item) == kind for item in added)
    if not alike or len(added) > 8 + len(items) // 64:
        items.sort(key=key)
        return rounds, len(items), kind if alike else 0
    del items[len(items) - len(added):]
    for item in added:
        low, high, value = 0, len(items), key(item)
        while low < high:
            middle = (low + high) // 2
            low, high = (low, middle) if value < key(items[middle]) else (middle + 1, high)
        items.insert(low, item)
    return rounds, len(items), kind


def keyed(n):
    events = [((k * 7919) % 1009, k) for k in range(300)]
    events_order = (0, 0, None)
    out = []
    rounds = 0
    while events:
        events_order = _sorted_again(events, events_order, 1, lambda e: e[0])
        first = events.pop(0)
        out.append(first)
        rounds += 1
        events.append((first[0] + 100, rounds))
        if rounds == n:
            events.append(5)
            events.append(())
    return out


try:
    print(len(keyed(100)))
except Exception as e:
    print(repr(e))

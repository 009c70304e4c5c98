def _places(items):
    """Give where each item occurs first, or nothing when hashing could differ."""
    plain = {int, float, bool, str, type(None)}
    rows = type(items) in (list, tuple) and plain.issuperset(map(type, items))
    if not rows and type(items) is not str:
        return {}
    places = {}
    for place, item in enumerate(items):
        places.setdefault(item, place)
    return places


def places(names):
    order = list(names)
    found = []
    total = 0
    order_places = _places(order)
    for name in names:
        total += 2 * (
            order_places[name]
            if (type(name) in (int, str) or order_places.clear()) and name in order_places
            else order.index(name)
        )
    found.append(total)
    return found


nan = float("nan")
print(places(["a", "b", "a", "c"]), places([]), places([nan, 2.5, nan]), places([(1, 2), [3], "x"]))
print(places(iter("abc")) if False else places("abca"))
try:
    places(iter(["a"]))
except ValueError as error:
    print(error)

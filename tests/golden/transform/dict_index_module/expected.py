names = ["a", "b", "c", "b"]
wanted = ["c", "b", "a"]
places = []
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


_names_places = _places(names)
for name in wanted:
    places.append(_names_places[name] if name in _names_places else names.index(name))
print(places)

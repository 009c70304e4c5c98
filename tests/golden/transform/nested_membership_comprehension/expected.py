def _hashed_at(value, *path):
    """Give a frozenset that answers `in` as the list at this path does; None if that is not certain.
    """
    plain = {int, float, bool, str, type(None)}
    for step in path:
        kind = type(value)
        inside = kind in (list, tuple) and type(step) is int and -len(value) <= step < len(value)
        if not inside and (kind is not dict or step not in value):
            return None
        value = value[step]
    if type(value) not in (list, tuple) or len(value) < 8 or not plain.issuperset(map(type, value)):
        return None
    return frozenset(value)


def related(articles, wanted):
    found = []
    for article in articles:
        words_lookup = _hashed_at(
            article, "text", "words"
        ) if type(wanted) in (list, tuple) else None
        shared = [
            word
            for word in wanted
            if word in (
                words_lookup
                if words_lookup and type(word) in (int, str)
                else (words_lookup := None) or article["text"]["words"]
            )
        ]
        found.append((article["id"], shared))
    return found


articles = [{"id": k, "text": {"words": [f"w{k * j % 31}" for j in range(14)]}} for k in range(9)]
wanted = [f"w{k}" for k in range(20)]
print(related(articles, wanted))
print(related([{"id": 1}, {"id": 2, "text": None}], []))
try:
    related([{"id": 1}], wanted)
except KeyError as error:
    print(error.args)
print(related([{"id": 1, "text": {"words": "w1 w2 w3 w4 w5"}}], wanted))

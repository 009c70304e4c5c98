def _is_plain(value):
    """Whether == and hash() of the value agree and run no code of the program's."""
    plain = {int, str, float, bool, type(None)}
    return type(value) in plain or type(value) is tuple and plain.issuperset(map(type, value))


def first_of_each(rows, key):
    seen = []
    seen_lookup = set()
    kept = []
    for row in rows:
        if (seen_item := row[key]) not in (
            seen_lookup if (type(seen_item) in (int, str) or _is_plain(seen_item)) else seen
        ):
            seen.append(seen_item := row[key])
            if (type(seen_item) in (int, str) or _is_plain(seen_item)) and seen_lookup is not seen:
                seen_lookup.add(seen_item)
            else:
                seen_lookup = seen
            kept.append(row)
    return kept, seen


print(first_of_each([{"k": 1}, {"k": 2}, {"k": 1}, {"k": 1.0}, {"k": "1"}], "k"))
print(first_of_each([{"k": [1]}, {"k": [1]}, {"k": 2}, {"k": (2, [3])}], "k"), first_of_each(["ab", "ba", "ac"], 0))
nan = float("nan")
print(first_of_each([[nan], [nan], [float("nan")]], 0))
try:
    first_of_each([{"k": 1}, {}], "k")
except KeyError as error:
    print(error)

def _is_plain(value):
    """Whether == and hash() of the value agree and run no code of the program's."""
    plain = {int, str, float, bool, type(None)}
    return type(value) in plain or type(value) is tuple and plain.issuperset(map(type, value))


def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)), arguments)
    except Exception as problem:
        print(type(problem).__name__, problem, arguments)


def f(items):
    seen = []
    seen_lookup = set()
    kept = []
    for item in items:
        if item not in (seen_lookup if (type(item) in (int, str) or _is_plain(item)) else seen):
            seen.append(item)  # for later
            if (type(item) in (int, str) or _is_plain(item)) and seen_lookup is not seen:
                seen_lookup.add(item)
            else:
                seen_lookup = seen
            kept.append((item, len(seen)))
    return seen, kept


for items in ([], [3], [3, 1, 3, 2, 1], [True, 1, 0, 1.0], ["b", "a", "b"], [[2], [1], [2]], (2, 1, 2), [1, "a", None, "a", 1], [0.0, -0.0], [(1, 2), (1, 2)], [None, None]):
    attempt(f, items)

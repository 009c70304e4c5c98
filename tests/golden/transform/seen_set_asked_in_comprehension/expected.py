def _is_plain(value):
    """Whether == and hash() of the value agree and run no code of the program's."""
    plain = {int, str, float, bool, type(None)}
    return type(value) in plain or type(value) is tuple and plain.issuperset(map(type, value))


def f(xs, ys):
    seen = []
    seen_lookup = set()
    for x in xs:
        if x not in (seen_lookup if (type(x) in (int, str) or _is_plain(x)) else seen):
            seen.append(x)
            if (type(x) in (int, str) or _is_plain(x)) and seen_lookup is not seen:
                seen_lookup.add(x)
            else:
                seen_lookup = seen
    return [
        y for y in ys if y in (seen_lookup if (type(y) in (int, str) or _is_plain(y)) else seen)
    ], any(y in (seen_lookup if (type(y) in (int, str) or _is_plain(y)) else seen) for y in ys)


print(f([3, "a", 3, 1.5], [1, "a"]))

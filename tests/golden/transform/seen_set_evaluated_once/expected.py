calls = []


def _is_plain(value):
    """Whether == and hash() of the value agree and run no code of the program's."""
    plain = {int, str, float, bool, type(None)}
    return type(value) in plain or type(value) is tuple and plain.issuperset(map(type, value))


def every_other(take):
    """What the calls give is asked for and appended by different calls."""
    seen = []
    seen_lookup = set()
    for _ in range(4):
        if (
            (
                (seen_item := take()) in (
                    seen_lookup if (type(seen_item) in (int, str) or _is_plain(seen_item)) else seen
                )
            )
            or (seen_item := take() + 1) in (
                seen_lookup if (type(seen_item) in (int, str) or _is_plain(seen_item)) else seen
            )
        ):
            calls.append("in")
        else:
            seen.append(seen_item := take())
            if (type(seen_item) in (int, str) or _is_plain(seen_item)) and seen_lookup is not seen:
                seen_lookup.add(seen_item)
            else:
                seen_lookup = seen
    return seen


numbers = iter([1, 2, 3, 3, 3, 4, 5, 9, 6, 6, 7, 8])
print(every_other(lambda: next(numbers)), calls)

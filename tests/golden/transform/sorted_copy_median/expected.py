from bisect import insort


def _sorted_growing(items, kept):
    """Give sorted(items), of a list that only grows.

    Kept are its first items in their order, or None for good, as they have none that is plain.
    """
    if len(items) < 32 or kept and kept[0] is None:
        return sorted(items)
    added = items[len(kept):]
    plain = {str} if type(items[0]) is str else {int, float, bool}
    if not plain.issuperset(map(type, added)) or any(item != item for item in added):
        kept[:] = [None]
        return sorted(items)
    if len(added) > 8 + len(items) // 64:
        kept.extend(added)
        kept.sort()
    else:
        for item in added:
            insort(kept, item)
    return kept.copy()


def medians(values):
    seen = []
    seen_sorted = []
    result = []
    for value in values:
        seen.append(value)
        ordered = _sorted_growing(seen, seen_sorted)
        result.append(ordered[len(ordered) // 2])
        ordered.append(None)
    return result, seen


class Odd(int):
    def __lt__(self, other):
        return int(self) > int(other)


numbers = [(i * 7919) % 101 for i in range(90)]
print(medians(numbers))
print(medians([float(n) if n % 3 else n % 2 == 1 for n in numbers]))
print(medians([str(n) for n in numbers]))
print(medians(numbers[:50] + [float("nan")] + numbers))
print(medians(numbers[:50] + [Odd(n) for n in numbers]))
print(medians(map(tuple, [[n % 3, n] for n in numbers])))
for last in ("x", None, 3j):
    try:
        medians(numbers + [last])
    except TypeError as e:
        print(e)

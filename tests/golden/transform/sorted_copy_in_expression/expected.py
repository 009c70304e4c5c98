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


def bests(rows):
    best, hist = [], []
    scores = list(range(3))
    scores_sorted = []
    for row in rows:
        for score in row:
            scores.append(score)
        scores += row[:1]
        best.append(_sorted_growing(scores, scores_sorted)[-1])
        hist.append(len(scores))
    return best, hist


print(bests([[n % 17, n % 5, n] * (40 if n == 7 else 1) for n in range(40)]), bests([]))

def _counts(items):
    """Give how often each item occurs, or nothing when hashing could differ."""
    plain = {int, float, bool, str, type(None)}
    rows = type(items) in (list, tuple) and plain.issuperset(map(type, items))
    if not rows and type(items) is not str:
        return {}
    counts = {}
    for item in items:
        counts[item] = counts.get(item, 0) + 1
    return counts


def counts(rows, words):
    out = []
    words_counts = _counts(words) if type(rows) in (list, tuple, range) else {}
    for row in rows:
        out.append(
            words_counts[row]
            if (type(row) in (int, str) or words_counts.clear()) and row in words_counts
            else words.count(row)
        )
    return out


words = list(range(10, 40))
print(counts(map(lambda k: (words.append(k), k)[1], range(50)), words))
print(counts(range(50), words))
Equal = type("Equal", (), {"__eq__": lambda self, other: len(words) < 90 and words.append(11), "__hash__": None})
print(counts([11, 12, Equal(), 11, 12], words))

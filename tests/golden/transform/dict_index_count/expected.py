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


def frequencies(n, wanted):
    """Counts."""
    words = ["w%d" % (k * k % 7) for k in range(n)] + [1, True, 1.0, None]
    freq = {}
    words_counts = _counts(words)
    for w in wanted:
        freq[repr(w)] = words_counts[w] if (
            type(w) in (int, str) or words_counts.clear()
        ) and w in words_counts else words.count(w)  # occurrences
    return freq


class Odd:
    def __eq__(self, other):
        return other == "w1"

    __hash__ = None

    def __repr__(self):
        return "Odd()"


print(frequencies(40, ["w1", "w4", "zz", 1, 1.0, True, None, [1], Odd(), float("nan")]))
print(frequencies(0, []))

def frequencies(n, wanted):
    """Counts."""
    words = ["w%d" % (k * k % 7) for k in range(n)] + [1, True, 1.0, None]
    freq = {}
    for w in wanted:
        freq[repr(w)] = words.count(w)  # occurrences
    return freq


class Odd:
    def __eq__(self, other):
        return other == "w1"

    __hash__ = None

    def __repr__(self):
        return "Odd()"


print(frequencies(40, ["w1", "w4", "zz", 1, 1.0, True, None, [1], Odd(), float("nan")]))
print(frequencies(0, []))

from collections import Counter


def count(words):
    counts = {}
    if ((type(words) is str or type(words) is list and {int, str}.issuperset(map(type, words)))
            and not counts):
        counts.update(Counter(words))
    else:
        for word in words:
            if word in counts:
                counts[word] += 1
            else:
                counts[word] = 1
    return counts


print(count(["b", "a", "b", 1, "1", 1]), count("mississippi"), count([]), count([1, True, 1.0]), count(("a", "a")), count({"x": 1}))
try:
    count(["a", []])
except TypeError as e:
    print(e)

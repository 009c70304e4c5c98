from collections import Counter


def usual(words, others):
    counts = Counter(words)
    return sorted(others, key=lambda word: counts[word]), list(counts)


print(usual("a b a c bb bb bb".split(), ["c", "bb", "zz", "a"]))
try:
    usual(["a"], [[]])
except TypeError as e:
    print(e)

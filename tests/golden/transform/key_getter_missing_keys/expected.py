from collections import defaultdict


def usual(words, others):
    sizes = defaultdict(int)
    for word in words:
        sizes[word] += len(word)
    best = max(others, key=sizes.__getitem__)
    return best, list(sizes.items())


print(usual("a b a c bb bb bb".split(), ["c", "bb", "zz", "a"]))
try:
    usual(["a"], [[]])
except TypeError as e:
    print(e)

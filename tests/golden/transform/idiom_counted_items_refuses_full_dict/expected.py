from collections import Counter


def count(words, counts):
    if (type(counts) is dict
            and (type(words) is str or type(words) is list and {int, str}.issuperset(map(type, words)))
            and not counts):
        counts.update(Counter(words))
    else:
        for word in words:
            counts[word] = counts.get(word, 0) + 1
    return counts


print(count(["b", "a", "b"], {}), count(["b", "a"], {"a": 2.5}), count(["b", "a"], {"b": 1, "a": True}))

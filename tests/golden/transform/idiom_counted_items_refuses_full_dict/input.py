def count(words, counts):
    for word in words:
        counts[word] = counts.get(word, 0) + 1
    return counts


print(count(["b", "a", "b"], {}), count(["b", "a"], {"a": 2.5}), count(["b", "a"], {"b": 1, "a": True}))

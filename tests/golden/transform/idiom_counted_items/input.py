def count(words):
    counts = {}
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

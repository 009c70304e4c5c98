def counts(rows, words):
    out = []
    for row in rows:
        out.append(words.count(row))
    return out


words = list(range(10, 40))
print(counts(map(lambda k: (words.append(k), k)[1], range(50)), words))
print(counts(range(50), words))
Equal = type("Equal", (), {"__eq__": lambda self, other: len(words) < 90 and words.append(11), "__hash__": None})
print(counts([11, 12, Equal(), 11, 12], words))

def peaks(ends, values):
    out = []
    for end in ends:
        out.append(max(values[:end]))
    return out


values = list(range(40))
print(peaks(map(lambda k: (values.insert(0, 100 - k), k)[1], range(1, 39)), values))
print(peaks(range(1, 50), values))
Bound = type("Bound", (), {"__index__": lambda self: (values.insert(0, 900), 12)[1]})
print(peaks([10, 11, 12, 13, Bound(), 14, 15], values))

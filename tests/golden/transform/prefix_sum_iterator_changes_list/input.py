def sums(queries, rain):
    out = []
    for first, last in queries:
        out.append(sum(rain[first:last]))
    return out


rain = list(range(40))
print(sums(map(lambda k: (rain.insert(k, k), (0, 35))[1], range(30)), rain))
print(sums([(0, 30 + k % 5) for k in range(20)], rain))
Bound = type("Bound", (), {"__index__": lambda self: (rain.reverse(), 12)[1]})
print(sums([(0, 20)] * 9 + [(0, Bound())] + [(0, 20)] * 4, rain))

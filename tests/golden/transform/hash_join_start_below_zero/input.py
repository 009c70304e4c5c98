def found(xs, first, wanted):
    hits = []
    for value in wanted:
        for j in range(first, len(xs)):
            if xs[j] == value:
                hits.append(j)
    return hits


print(found([k % 5 for k in range(37)], -3, list(range(32)) * 3))
print(found([k % 5 for k in range(37)], 4, list(range(32)) * 3))

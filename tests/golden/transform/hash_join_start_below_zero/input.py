def found(xs, first, wanted):
    hits = []
    for value in wanted:
        for j in range(first, len(xs)):
            if xs[j] == value:
                hits.append(j)
    return hits


print(found([k % 5 for k in range(12)], -3, list(range(7)) * 3))
print(found([k % 5 for k in range(12)], 4, list(range(7)) * 3))

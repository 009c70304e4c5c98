def steps(n, wanted):
    hits = []
    for x in range(n):
        if x + 3 == wanted:
            wanted += 2
            hits.append(x)
    return hits


print(steps(19, 5))

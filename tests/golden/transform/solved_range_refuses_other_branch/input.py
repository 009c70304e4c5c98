def steps(n, k):
    hits = 0
    for x in range(n):
        if x + k == 7:
            hits += 100
        else:
            hits += 1
    return hits


print(steps(19, 2))

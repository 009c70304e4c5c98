def f(xs, ys):
    hits = 0
    for x in xs:
        if 0 < x in ys:
            hits += 1
    return hits


print(f([1, 2], [1]))

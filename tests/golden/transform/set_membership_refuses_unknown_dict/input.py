def f(ks, d):
    hits = 0
    for k in ks:
        if k in list(d):
            hits += 1
    return hits


print(f([1, 2], {1: 2}), f([[1]], {1: 2}))

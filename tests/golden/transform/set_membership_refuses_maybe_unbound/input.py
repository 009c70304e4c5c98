def f(xs, flag):
    if flag:
        known = [1, 2, 3]
    hits = 0
    for x in xs:
        if x in known:
            hits += 1
    return hits


print(f([], False), f([1], True))

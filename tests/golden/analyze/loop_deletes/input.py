def shrink():
    xs = list(range(20))
    for i in range(9):
        del xs[i]
    return xs

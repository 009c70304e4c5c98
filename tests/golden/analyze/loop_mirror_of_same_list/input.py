def mirror():
    xs = list(range(9))
    for i in range(9):
        xs[i] = xs[8 - i] + 1
    return xs

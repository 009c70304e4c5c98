def shift(n):
    xs = list(range(9))
    for i in range(9):
        xs[i - 1] = xs[i] + 1
    return xs

def backwards():
    xs, n = [0] * 20, 9
    for i in range(9):
        n -= 1
        xs[n] = xs[i] + 1
    return xs

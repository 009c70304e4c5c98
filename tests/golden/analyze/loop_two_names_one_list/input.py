def scan():
    xs = [1] * 9
    ys = xs
    for i in range(1, 9):
        xs[i] = ys[i - 1] + 1
    return xs

def ahead():
    xs = [5] * 10
    for i, x in enumerate(xs[:9], 1):
        xs[i] = xs[i - 1] + x
    return xs

def double():
    xs = [5] * 10
    for i, x in enumerate(xs):
        xs[i] = x * 2
    return xs

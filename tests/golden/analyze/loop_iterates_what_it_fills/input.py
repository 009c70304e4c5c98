def spread():
    xs = [5] * 10
    for i, x in enumerate(xs):
        if i < 9:
            xs[i + 1] = x + 1
    return xs

def halves():
    xs = [3] * 20
    for i in range(10):
        xs[i] = xs[i + 10] + 1
    return xs

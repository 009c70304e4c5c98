def bump(xs, i):
    xs[i] += 1
    return xs[i]


def walk():
    xs = [0] * 10
    for i in range(9):
        xs[i] = bump(xs, i + 1)
    return xs

import numpy as np


def fold(a, b, limit):
    n = len(a)
    for i in range(n):
        half = b[i] / 2
        if a[i] > limit and not b[i] < 0:
            a[i] = half + 1.0
            b[i] = 0
        else:
            a[i] = a[i] * 2 if half > 1 else -half
            b[i] -= 1
    return a, b


def show(a, b, limit):
    x, y = fold(a, b, limit)
    print(x.dtype, x.tolist(), y.dtype, y.tolist())


a = (np.arange(800) * 7 % 50 - 20) / 8
show(a.copy(), a[::-1].copy(), 0.5)
show(np.arange(800) % 9, np.arange(800) % 7 - 2, 3)
show(a.copy(), np.arange(800) % 11, 1)
same = a.copy()
show(same, same, 0.5)
show(same[1:], same[:-1], 0.5)

import numpy as np


def grown(a):
    out = np.zeros(len(a))
    for i in range(len(a)):
        total = 1.0
        for p in range(a.shape[1]):
            total += a[i, p] * total
        out[i] = total
    return out


print(grown(np.arange(1800.0).reshape(600, 3)).sum())

import numpy as np


def some(a):
    out = np.zeros(len(a))
    for i in range(len(a)):
        if a[i, 0] > 3:
            for p in range(a.shape[1]):
                out[i] += a[i, p]
    return out


print(some(np.arange(1800.0).reshape(600, 3)).sum())

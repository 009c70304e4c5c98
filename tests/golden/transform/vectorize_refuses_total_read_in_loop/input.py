import numpy as np


def running(a):
    out = np.zeros(len(a))
    for i in range(len(a)):
        total = 0.0
        for p in range(a.shape[1]):
            total += a[i, p]
            out[i] += total
    return out


print(running(np.arange(1800.0).reshape(600, 3)).sum())

import numpy as np


def first(a):
    out = np.zeros(len(a))
    for i in range(len(a)):
        for p in range(a.shape[1]):
            out[i] += a[i, p]
            if out[i] > 9:
                break
    return out


print(first(np.arange(1800.0).reshape(600, 3)).sum())

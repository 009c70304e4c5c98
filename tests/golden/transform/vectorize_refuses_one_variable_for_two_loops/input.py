import numpy as np


def odd(a):
    out = np.zeros(len(a))
    for i in range(len(a)):
        total = 0.0
        for i in range(3):
            total += a[i]
        out[i] = total
    return out


print(odd(np.arange(600.0)).sum())

import numpy as np


def flat(a):
    out = []
    for i in range(len(a)):
        for p in range(3):
            out.append(a[i, p] * 2)
    return out


print(flat(np.arange(1800.0).reshape(600, 3))[:5])

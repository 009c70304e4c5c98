import numpy as np


def last(a, out):
    for i in range(len(a)):
        out[0] = a[i] * 2
    return out


print(last(np.arange(9), np.zeros(3)))

import numpy as np


def total(a):
    s = 0.0
    for i in range(len(a)):
        s += a[i] / 3
    return s


print(total(np.arange(9)))

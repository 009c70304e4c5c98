import numpy as np


class np2:
    pass


def double(a, np):
    for i in range(len(a)):
        a[i] = a[i] * 2
    return a


print(double(np.arange(9), np2))

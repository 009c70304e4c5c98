import numpy as np


def double(a):
    for i in range(len(a)):
        a[i] = a[i] * 2
    return a, i


print(double(np.arange(9)))

import numpy as np


def double(a):
    last = 0
    for i in range(len(a)):
        last = a[i] * 2
        a[i] = last
    return a, last


print(double(np.arange(9)))

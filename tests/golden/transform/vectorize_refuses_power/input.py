import numpy as np


def power(a):
    for i in range(len(a)):
        a[i] = a[i] ** 0.5
    return a


print(power(np.arange(4.0)))

import numpy as np


def ratio(a, b):
    for i in range(len(a)):
        a[i] = a[i] / b[i] if b[i] != 0 else -1
    return a


print(ratio(np.arange(4.0), np.arange(4.0)))

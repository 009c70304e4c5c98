import numpy as np


def cut(a):
    for i in range(len(a)):
        a[i] = int(a[i] / 3)
    return a


print(cut(np.arange(9)))

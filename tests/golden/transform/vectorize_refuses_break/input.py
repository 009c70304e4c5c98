import numpy as np


def upto(a, limit):
    for i in range(len(a)):
        if a[i] > limit:
            break
        a[i] = 0
    return a


print(upto(np.arange(9), 4))

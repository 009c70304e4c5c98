import numpy as np


def shift(a):
    for i in range(1, len(a)):
        a[i] += a[i - 1]
    return a


print(shift(np.ones(9, dtype=np.int64)).tolist())

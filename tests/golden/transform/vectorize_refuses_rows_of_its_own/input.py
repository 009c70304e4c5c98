import numpy as np


def double(m):
    for i in range(3):
        row = m[i]
        row[i] = row[i] * 2
    return m


print(double(np.arange(9).reshape(3, 3)))

import numpy as np


def views():
    a = np.zeros(20)
    b = a[1:]
    for i in range(9):
        a[i] = b[i] + 1
    return a

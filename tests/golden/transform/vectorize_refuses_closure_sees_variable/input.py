import numpy as np


def double(a):
    def show():
        return i
    for i in range(len(a)):
        a[i] = a[i] * 2
    return a, show()


print(double(np.arange(9)))

import numpy as np


def _are_plain_enough(a):
    return False


def double(a):
    if _are_plain_enough(a):
        a[:] = a * 2
    else:
        for i in range(len(a)):
            a[i] = a[i] * 2
    return a


print(double(np.arange(9)))

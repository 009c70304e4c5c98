import numpy as np


def double(a):
    for i in range(len(a)):
        a[i] = a[i] * 2
    else:
        print("done")
    return a


print(double(np.arange(9)))

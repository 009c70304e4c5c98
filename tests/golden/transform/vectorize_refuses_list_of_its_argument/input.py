import numpy as np


def collect(a, out):
    for i in range(len(a)):
        out.append(a[i] * 2)
    return out


print(collect(np.arange(9), []))

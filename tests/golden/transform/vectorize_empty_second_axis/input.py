import numpy as np


def double(a):
    for i in range(a.shape[0]):
        for j in range(a.shape[1]):
            a[i, j] = a[i, j] * 2
    return a


print(double(np.zeros(0)).tolist(), double(np.arange(600).reshape(20, 30)).sum())
print(double(np.zeros((600, 0))).tolist()[:3])

import numpy as np


def put(a, places):
    for i in range(len(places)):
        a[places[i]] = i
    return a


print(put(np.zeros(3), np.array([1, 1, 2])))

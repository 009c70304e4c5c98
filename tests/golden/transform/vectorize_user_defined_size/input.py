import numpy as np


class Sized:
    asked = 0

    def __len__(self):
        Sized.asked += 1
        return 2

    def __getitem__(self, i):
        return i


def add(a, b):
    for i in range(len(a)):
        b[i] = a[i] + 1
    return b


print(add(Sized(), [0, 0]), Sized.asked, add(np.arange(600), np.zeros(700)).sum(), add([1, 2], np.zeros(3)))

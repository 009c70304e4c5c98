import numpy as np


def dot(a, b):
    total = 0
    for x, y in zip(a, b):
        total += x * y
    return total


a = np.arange(1000)
for pair in ((a, a[::-1]), (a, a[:600]), (a * 10**7, a), (a[:0], a), (a / 3, a), (a.tolist(), a)):
    result = dot(*pair)
    print(type(result), result)

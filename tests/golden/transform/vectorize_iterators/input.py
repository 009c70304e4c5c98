import numpy as np


def negative(a):
    c = 0
    for v in a:
        if v < 0:
            c += 1
    return c


print(negative(k - 3 for k in range(5)), negative([]), negative(np.arange(-700, 700)))
for wrong in (np.array(5), None):
    try:
        negative(wrong)
    except TypeError as error:
        print(error)

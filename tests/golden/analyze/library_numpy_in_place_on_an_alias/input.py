import numpy as np


def main(n):
    a = np.zeros(4)
    b = a
    out = []
    for k in range(n):
        b += k
        out.append(float(a.sum()))
    return out


print(main(4))

import numpy as np


def main(n):
    a = np.arange(8)
    part = a[2:5]
    out = []
    for k in range(n):
        part.fill(k)
        out.append(int(a.sum()))
    return out


print(main(4))

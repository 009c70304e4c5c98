import numpy as np


def main(n):
    a = np.arange(n)
    out = []
    for k in range(n):
        out.append(int(a[k]) * 3 + k)
    return out


print(sum(main(9)))

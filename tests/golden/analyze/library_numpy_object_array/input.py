import numpy as np

LOG = []


class Loud:
    def __mul__(self, k):
        LOG.append(k)
        return len(LOG)


def main(n):
    a = np.array([Loud() for _ in range(n)], dtype=object)
    out = []
    for k in range(n):
        out.append(a[k] * k)
    return out


print(main(4), LOG)

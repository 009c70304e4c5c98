import numpy as np


def distances(p, q):
    n, m = len(p), len(q)
    d = np.zeros((n, m))
    for i in range(n):
        for j in range(m):
            dx = p[i, 0] - q[j, 0]
            dy = p[i, 1] - q[j, 1]
            d[i, j] = dx * dx + dy * dy
    return d


p = (np.arange(100).reshape(50, 2) * 37 % 101) / 7
print(distances(p, p[::-1]).tolist(), distances(p[:2], p).sum())

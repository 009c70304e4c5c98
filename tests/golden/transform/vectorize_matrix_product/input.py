import numpy as np


def product(a, b):
    n, k = a.shape
    c = np.zeros((n, b.shape[1]))
    for i in range(n):
        for j in range(b.shape[1]):
            for p in range(k):
                c[i, j] += a[i, p] * b[p, j]
    return c


a = (np.arange(900).reshape(30, 30) * 37 % 101) / 7
print(product(a, a.T).tolist(), product(a[:25], a).sum(), product(a[:2], a).sum())
print(product(a[:, :0], a[:0]).sum(), product((a * 7).astype(int), a).tolist())

import numpy as np


def scatter(perm, out, n):
    for k in range(n):
        out[perm[k]] += k * 3
    return out


p = np.arange(600)[::-1].copy()
print(scatter(p, np.zeros(600, dtype=np.int64), 600).tolist())
print(scatter(p % 7 - 3, np.zeros(600, dtype=np.int64), 600).tolist()[:9])
print(scatter(p, np.zeros(600), 600).tolist()[:9], scatter(p.tolist(), [0] * 600, 600)[:9])
out = np.zeros(600, dtype=np.int64)
try:
    scatter(p * 2, out, 600)
except IndexError as error:
    print(error, out.sum())
try:
    scatter(p, p, 600)
except IndexError as error:
    print(error, p.sum())

import numpy as np


def slope(u, dx):
    out = np.zeros(len(u))
    for i in range(1, len(u) - 1):
        out[i] = (u[i + 1] - 2 * u[i] + u[i - 1]) / (dx * dx)
    return out


u = (np.arange(700) * 37 % 101) / 7
print(slope(u, 0.5).tolist(), slope(u, 3).tolist(), slope(u, -0.25).tolist(), slope(u, 1e-5).tolist())
try:
    slope(u.tolist(), 0)
except ZeroDivisionError as error:
    print(error)

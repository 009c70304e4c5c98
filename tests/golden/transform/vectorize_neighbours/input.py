import numpy as np


def smooth(old, new):
    for i in range(1, len(old) - 1):
        new[i] = (old[i - 1] + 2 * old[i] + old[i + 1]) / 4
    return new


def run(values, steps):
    a, b = values.copy(), values.copy()
    for _ in range(steps):
        a, b = smooth(a, b), a
    return a


v = (np.arange(700) * 37 % 101) / 7
print(run(v, 3).tolist(), run(np.arange(700) * 3 % 8, 2).tolist())
print(smooth(v, v).tolist())
shared = v.copy()
print(smooth(shared[:-1], shared[1:]).tolist())

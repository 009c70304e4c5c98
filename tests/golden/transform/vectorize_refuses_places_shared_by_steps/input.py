import numpy as np


def spread(x, taps):
    y = np.zeros(len(x) + len(taps))
    for i in range(len(x)):
        for k in range(len(taps)):
            y[i + k] += x[i] * taps[k]
    return y


print(spread(np.arange(600) / 7, np.arange(3) / 3).sum())

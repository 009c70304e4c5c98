import numpy as np


def filtered(x, taps):
    y = np.empty(len(x))
    for i in range(len(taps) - 1, len(x)):
        y[i] = 0
        for k in range(len(taps)):
            y[i] += taps[k] * x[i - k]
    return y[len(taps) - 1:]


x = (np.arange(700) * 37 % 101) / 7
print(filtered(x, x[:9]).tolist(), filtered(x, x[:1]).sum(), filtered(x[:5], x).sum(), filtered(x, x[:0]).size)

import numpy as np


def smooth(signal, width):
    out = np.zeros(len(signal))
    for i in range(width, len(signal) - width):
        total = 0.0
        for j in range(-width, width + 1):
            total += signal[i + j]
        out[i] = total / (2 * width + 1)
    return out


signal = (np.arange(700) * 37 % 101) / 7
print(smooth(signal, 3).tolist(), smooth(signal, 0).tolist(), smooth(signal, 349).sum(), smooth(signal, 400).sum())
print(smooth(np.arange(600), 2).tolist())
try:
    smooth(signal, -1)
except IndexError as error:
    print(error)

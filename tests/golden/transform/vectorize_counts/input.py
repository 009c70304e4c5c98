import numpy as np


def histogram(values, bins):
    counts = np.zeros(bins, dtype=np.int64)
    for value in values:
        counts[value] += 1
    return counts


values = np.arange(1000) * 37 % 101
print(histogram(values, 101).tolist(), histogram(values - 50, 101).tolist(), histogram(values.astype(np.int8), 101).sum())
try:
    histogram(values, 100)
except IndexError as error:
    print(error)

"""A histogram of whole numbers."""
import numpy as np


def histogram(values, bins):
    counts = np.zeros(bins, dtype=np.int64)
    for value in values:
        counts[value] += 1
    return counts


def main(n):
    values = (np.arange(n) * 7919) % 101
    counts = histogram(values, 101)
    print(int(counts.max()), int(counts.min()), int(counts.sum()))


if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1200000)

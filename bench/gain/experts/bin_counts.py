"""A histogram of whole numbers."""
import numpy as np


def main(n):
    values = (np.arange(n) * 7919) % 101
    counts = np.bincount(values, minlength=101)
    print(int(counts.max()), int(counts.min()), int(counts.sum()))


if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1200000)

"""Marks the bright pixels of an image and counts them."""
import numpy as np


def mark(image, threshold):
    bright = image > threshold
    return bright.astype(np.uint8), int(np.count_nonzero(bright))


def main(n):
    image = (np.arange(n * n).reshape(n, n) * 31) % 256
    mask, bright = mark(image, 100)
    print(bright, int(mask.sum()))


if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)

"""Marks the bright pixels of an image and counts them."""
import numpy as np


def mark(image, threshold):
    mask = np.zeros(image.shape, dtype=np.uint8)
    bright = 0
    for i in range(image.shape[0]):
        for j in range(image.shape[1]):
            if image[i, j] > threshold:
                mask[i, j] = 1
                bright += 1
    return mask, bright


def main(n):
    image = (np.arange(n * n).reshape(n, n) * 31) % 256
    mask, bright = mark(image, 100)
    print(bright, int(mask.sum()))


if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)

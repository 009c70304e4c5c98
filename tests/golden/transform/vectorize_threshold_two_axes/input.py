import numpy as np


def binarise(img, t):
    out = np.zeros(img.shape, dtype=np.uint8)
    for i in range(img.shape[0]):
        for j in range(img.shape[1]):
            if img[i, j] > t:
                out[i, j] = 255
    return out


img = (np.arange(900).reshape(30, 30) * 37) % 256
print(binarise(img, 127).tolist(), binarise(img.T, 3).sum(), binarise(img * 1.5, 3.25).sum())
print(binarise(img.astype(np.int8), 1).sum())

import numpy as np


def clipped(image, low, high):
    out = image.copy()
    for y in range(out.shape[0]):
        for x in range(out.shape[1]):
            if out[y, x] < low:
                out[y, x] = low
            elif out[y, x] > high:
                out[y, x] = high
            else:
                if out[y, x] == 7:
                    out[y, x] += 1
    return out


image = np.arange(900).reshape(30, 30) * 37 % 101
print(clipped(image, 20, 80).tolist(), clipped(image * 1.5, 20.5, 80.25).tolist(), clipped(image, 5, 3).tolist())
print(clipped(image, 5, 50).tolist())

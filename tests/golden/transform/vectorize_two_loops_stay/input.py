import numpy as np


def blurred(image, kernel):
    out = np.zeros(image.shape)
    for y in range(1, image.shape[0] - 1):
        for x in range(1, image.shape[1] - 1):
            total = 0
            for dy in range(3):
                for dx in range(3):
                    total += image[y + dy - 1, x + dx - 1] * kernel[dy][dx]
            out[y, x] = max(0, min(total, 255))
    return out


image = np.arange(900).reshape(30, 30) * 37 % 101
kernel = np.array([[0.5, 1, -0.5], [1, 2.25, 1], [-0.5, 1, 0.5]])
print(blurred(image, kernel).tolist(), blurred(image * 1.5, kernel).sum(), blurred(image, kernel.tolist()).sum())
print(blurred(image, np.ones((3, 3), dtype=int)).tolist())

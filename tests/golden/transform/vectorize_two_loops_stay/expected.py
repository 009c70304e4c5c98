import numpy as np


def _are_plain(most, kinds, ranges, written, read, filled=(), stored=()):
    """Whether these are plain 64-bit arrays with no value beyond most, worth taking as a whole.

    The ranges of the loops are (start, stop), or with two more for a second loop. Each array
    comes with the window that is used, (array, start, stop, …). Filled ones come with a
    value in front and may be narrower. Of stored ones the values do not matter. Arrays that
    change share no memory with any other.
    """
    size = 1
    for start, stop in zip(ranges[::2], ranges[1::2]):
        if not (type(start) is type(stop) is int and start < stop):
            return False
        size *= stop - start
    if size < 512:
        return False
    changed = [*written, *stored] + [window for _, *window in filled]
    for array, *ends in changed + read:
        if type(array) is not np.ndarray or len(ends) != 2 * array.ndim:
            return False
        for start, stop, length in zip(ends[::2], ends[1::2], array.shape):
            if not (type(start) is type(stop) is int and 0 <= start < stop <= length):
                return False
    for array, *_ in [*written, *stored, *read]:
        if array.dtype.kind not in kinds or array.dtype.itemsize != 8 or not array.dtype.isnative:
            return False
    for array, *_ in written + read:
        if not -most <= array.min() <= array.max() <= most:
            return False
    for value, array, *_ in filled:
        kind = array.dtype.kind
        if kind not in "iuf" or (kind != "f" and not
                                 np.iinfo(array.dtype).min <= value <= np.iinfo(array.dtype).max):
            return False
    for at, (array, *_) in enumerate(changed):
        others = changed[:at] + changed[at + 1:] + read
        if not (array.flags.writeable and array.flags.c_contiguous):
            return False
        if any(np.may_share_memory(array, other) for other, *_ in others):
            return False
    return True


def blurred(image, kernel):
    out = np.zeros(image.shape)
    # Plain arrays of moderate values are taken as a whole.
    if (
        type(image) is np.ndarray
        and image.ndim == 2
        and _are_plain(
            29981984,
            "if",
            (1, image.shape[0] - 1, 1, image.shape[1] - 1),
            [],
            [(image, 0, image.shape[0], 0, image.shape[1]), (kernel, 0, 3, 0, 3)],
            stored=[(out, 1, image.shape[0] - 1, 1, image.shape[1] - 1)]
        )
    ):
        total = 0
        for dy in range(3):
            for dx in range(3):
                total = total + (image[dy:image.shape[0] - 2 + dy, dx:image.shape[1] - 2 + dx] * kernel[dy, dx])
        out[1:image.shape[0] - 1, 1:image.shape[1] - 1] = np.where(
            np.where(255 < total, 255, total) > 0, np.where(255 < total, 255, total), 0
        )
    else:
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

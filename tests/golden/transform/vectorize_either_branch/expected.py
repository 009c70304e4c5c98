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


def clipped(image, low, high):
    out = image.copy()
    # Plain arrays of moderate values are taken as a whole.
    if (
        type(out) is np.ndarray
        and out.ndim == 2
        and _are_plain(
            2999397351828750,
            "if",
            (0, out.shape[0], 0, out.shape[1]),
            [(out, 0, out.shape[0], 0, out.shape[1])],
            []
        )
        and type(low) in (int, float)
        and abs(low) <= 2999397351828750
        and type(high) in (int, float)
        and abs(high) <= 2999397351828750
    ):
        chosen = out < low
        out[chosen] = low
        chosen_2 = out > high
        out[~chosen & chosen_2] = high
        out[~chosen & ~chosen_2 & (out == 7)] = (out + 1)[~chosen & ~chosen_2 & (out == 7)]
    else:
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

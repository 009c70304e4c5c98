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


def smooth(signal, width):
    out = np.zeros(len(signal))
    # Plain arrays of moderate values are taken as a whole.
    if (
        type(width) is int
        and type(signal) is np.ndarray
        and _are_plain(
            54739,
            "if",
            (width, len(signal) - width),
            [],
            [(signal, width - width, len(signal) - width - 1 + width + 1)],
            stored=[(out, width, len(signal) - width)]
        )
        and abs(width) <= 54739
        and -54739 <= -width < width + 1 <= 54739
        and 2 * width + 1 > 1e-06
    ):
        total = 0.0
        for j in range(-width, width + 1):
            total = total + signal[width + j:len(signal) - width + j]
        out[width:len(signal) - width] = total / (2 * width + 1)
    else:
        for i in range(width, len(signal) - width):
            total = 0.0
            for j in range(-width, width + 1):
                total += signal[i + j]
            out[i] = total / (2 * width + 1)
    return out


signal = (np.arange(700) * 37 % 101) / 7
print(smooth(signal, 3).tolist(), smooth(signal, 0).tolist(), smooth(signal, 349).sum(), smooth(signal, 400).sum())
print(smooth(np.arange(600), 2).tolist())
try:
    smooth(signal, -1)
except IndexError as error:
    print(error)

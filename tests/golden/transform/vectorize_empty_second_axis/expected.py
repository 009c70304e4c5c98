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


def double(a):
    # Plain arrays of moderate values are taken as a whole.
    if (
        type(a) is np.ndarray
        and a.ndim == 2
        and _are_plain(
            2999397351828750,
            "if",
            (0, a.shape[0], 0, a.shape[1]),
            [(a, 0, a.shape[0], 0, a.shape[1])],
            []
        )
    ):
        a[:] = a * 2
    else:
        for i in range(a.shape[0]):
            for j in range(a.shape[1]):
                a[i, j] = a[i, j] * 2
    return a


print(double(np.zeros(0)).tolist(), double(np.arange(600).reshape(20, 30)).sum())
print(double(np.zeros((600, 0))).tolist()[:3])

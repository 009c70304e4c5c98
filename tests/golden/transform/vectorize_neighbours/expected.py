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


def smooth(old, new):
    # Plain arrays of moderate values are taken as a whole.
    if (
        type(old) is np.ndarray
        and _are_plain(
            1799638411097250,
            "if",
            (1, len(old) - 1),
            [],
            [(old, 0, len(old))],
            stored=[(new, 1, len(old) - 1)]
        )
    ):
        new[1:len(old) - 1] = (old[:len(old) - 2] + 2 * old[1:len(old) - 1] + old[2:len(old)]) / 4
    else:
        for i in range(1, len(old) - 1):
            new[i] = (old[i - 1] + 2 * old[i] + old[i + 1]) / 4
    return new


def run(values, steps):
    a, b = values.copy(), values.copy()
    for _ in range(steps):
        a, b = smooth(a, b), a
    return a


v = (np.arange(700) * 37 % 101) / 7
print(run(v, 3).tolist(), run(np.arange(700) * 3 % 8, 2).tolist())
print(smooth(v, v).tolist())
shared = v.copy()
print(smooth(shared[:-1], shared[1:]).tolist())

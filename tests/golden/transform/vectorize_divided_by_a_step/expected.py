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


def slope(u, dx):
    out = np.zeros(len(u))
    # Plain arrays of moderate values are taken as a whole.
    if (
        type(u) is np.ndarray
        and _are_plain(
            94811359, "if", (1, len(u) - 1), [], [(u, 0, len(u))], stored=[(out, 1, len(u) - 1)]
        )
        and type(dx) in (int, float)
        and abs(dx) <= 94811359
        and dx * dx > 1e-06
    ):
        out[1:len(u) - 1] = (u[2:len(u)] - 2 * u[1:len(u) - 1] + u[:len(u) - 2]) / (dx * dx)
    else:
        for i in range(1, len(u) - 1):
            out[i] = (u[i + 1] - 2 * u[i] + u[i - 1]) / (dx * dx)
    return out


u = (np.arange(700) * 37 % 101) / 7
print(slope(u, 0.5).tolist(), slope(u, 3).tolist(), slope(u, -0.25).tolist(), slope(u, 1e-5).tolist())
try:
    slope(u.tolist(), 0)
except ZeroDivisionError as error:
    print(error)

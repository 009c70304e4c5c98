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


def fold(a, b, limit):
    n = len(a)
    # Plain arrays of moderate values are taken as a whole.
    if (
        _are_plain(2999397351828750, "if", (0, n), [(b, 0, n), (a, 0, n)], [])
        and type(limit) in (int, float)
        and abs(limit) <= 2999397351828750
    ):
        half = b[:n] / 2
        chosen = (a[:n] > limit) & (~(b[:n] < 0))
        a[:n][chosen] = (half + 1.0)[chosen]
        b[:n][chosen] = 0
        a[:n][~chosen] = (np.where(half > 1, a[:n] * 2, -half))[~chosen]
        b[:n][~chosen] = (b[:n] - 1)[~chosen]
    else:
        for i in range(n):
            half = b[i] / 2
            if a[i] > limit and not b[i] < 0:
                a[i] = half + 1.0
                b[i] = 0
            else:
                a[i] = a[i] * 2 if half > 1 else -half
                b[i] -= 1
    return a, b


def show(a, b, limit):
    x, y = fold(a, b, limit)
    print(x.dtype, x.tolist(), y.dtype, y.tolist())


a = (np.arange(800) * 7 % 50 - 20) / 8
show(a.copy(), a[::-1].copy(), 0.5)
show(np.arange(800) % 9, np.arange(800) % 7 - 2, 3)
show(a.copy(), np.arange(800) % 11, 1)
same = a.copy()
show(same, same, 0.5)
show(same[1:], same[:-1], 0.5)

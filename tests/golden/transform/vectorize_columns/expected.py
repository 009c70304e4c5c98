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


def distances(p, q):
    n, m = len(p), len(q)
    d = np.zeros((n, m))
    # Plain arrays of moderate values are taken as a whole.
    if (
        _are_plain(
            33520877,
            "if",
            (0, n, 0, m),
            [],
            [(p, 0, n, 0, 2), (q, 0, m, 0, 2)],
            stored=[(d, 0, n, 0, m)]
        )
    ):
        dx = p[:n, 0, None] - q[:m, 0]
        dy = p[:n, 1, None] - q[:m, 1]
        d[:n, :m] = dx * dx + dy * dy
    else:
        for i in range(n):
            for j in range(m):
                dx = p[i, 0] - q[j, 0]
                dy = p[i, 1] - q[j, 1]
                d[i, j] = dx * dx + dy * dy
    return d


p = (np.arange(100).reshape(50, 2) * 37 % 101) / 7
print(distances(p, p[::-1]).tolist(), distances(p[:2], p).sum())

import numpy


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
        if type(array) is not numpy.ndarray or len(ends) != 2 * array.ndim:
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
                                 numpy.iinfo(array.dtype).min <= value <= numpy.iinfo(array.dtype).max):
            return False
    for at, (array, *_) in enumerate(changed):
        others = changed[:at] + changed[at + 1:] + read
        if not (array.flags.writeable and array.flags.c_contiguous):
            return False
        if any(numpy.may_share_memory(array, other) for other, *_ in others):
            return False
    return True


def count(a, limit):
    c = 0
    # Plain arrays of moderate values are taken as a whole.
    if (
        type(a) is numpy.ndarray
        and _are_plain(8998192055486251, "if", (0, a.size), [], [(a, 0, a.size)])
        and type(limit) in (int, float)
        and abs(limit) <= 8998192055486251
        and type(c) is int
    ):
        c += int(numpy.count_nonzero((a > limit) | (a == -1)))
    else:
        for v in a:
            if v > limit or v == -1:
                c += 1
    return c


a = numpy.arange(2000) % 700
print(count(a, 300), count(a / 3, 100.5), count(a.tolist(), 300), count(a[:0], 1))
print(count(numpy.where(a > 600, numpy.nan, a), 3), count(a.astype(object), 300))
print(count(a.astype(numpy.uint8), 300), count(a.astype(numpy.float32), 0.1))

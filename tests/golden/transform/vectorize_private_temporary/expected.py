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


def mix(a, n):
    # Plain arrays of moderate values are taken as a whole.
    if _are_plain(47405679, "i", (0, n), [(a, 0, n)], []) and n <= 47405679:
        i = np.arange(n)
        tmp = a[:n] + i
        a[:n] = tmp * tmp % 1009
    else:
        for i in range(n):
            tmp = int(a[i]) + i
            a[i] = tmp * tmp % 1009
    return a


for n in (0, 3, 600, 1000):
    print(mix(np.arange(1000) - 500, n).tolist())
for values in (np.arange(1000) * 10**15, np.arange(1000) / 4, np.arange(1000, dtype=np.int16), list(range(1000))):
    try:
        print(mix(values, 900))
    except Exception as error:
        print(type(error), error)
print(mix(np.arange(3000)[::3], 1000).tolist())
try:
    mix(np.arange(700), 800)
except IndexError as error:
    print(error)

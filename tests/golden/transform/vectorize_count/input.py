import numpy


def count(a, limit):
    c = 0
    for v in a:
        if v > limit or v == -1:
            c += 1
    return c


a = numpy.arange(2000) % 700
print(count(a, 300), count(a / 3, 100.5), count(a.tolist(), 300), count(a[:0], 1))
print(count(numpy.where(a > 600, numpy.nan, a), 3), count(a.astype(object), 300))
print(count(a.astype(numpy.uint8), 300), count(a.astype(numpy.float32), 0.1))

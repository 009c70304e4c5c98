import math
from itertools import chain


class Series:
    """Sums."""

    def upto(self, n, *, first=1):
        if n < first:
            return 0

        return (first + n) * (n - first + 1) // 2


def label(x):
    return "n=%s" % x


print(Series().upto(10), label(3), math.pi > 3)

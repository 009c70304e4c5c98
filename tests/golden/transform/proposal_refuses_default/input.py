import math


class Series:
    """Sums."""

    def upto(self, n, *, first=1):
        # slow
        return sum(range(first, n + 1))


def label(x):
    return "n=%s" % x


print(Series().upto(10), label(3), math.pi > 3)

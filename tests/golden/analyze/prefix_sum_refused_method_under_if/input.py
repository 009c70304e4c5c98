import sys


class Window:
    """The last values; asking for their mean forgets the oldest when there are too many."""

    def __init__(self, values, most):
        self.values = values
        self.most = most

    if sys.version_info >= (3, 8):
        def __float__(self):
            if len(self.values) > self.most:
                self.values[-1] = 0
            return self.values[-1] / 2


def sums(window, values, width):
    out = []
    for first in range(len(values) - width + 1):
        out.append(sum(values[first:first + width]) + float(window))
    return out


if __name__ == "__main__":
    values = [k * k % 97 for k in range(2000)]
    print(sum(sums(Window(values, 10 ** 9), values, 300)))

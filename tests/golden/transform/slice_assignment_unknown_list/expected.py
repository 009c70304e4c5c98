class Loud(list):
    def __setitem__(self, index, value):
        print("set", index)
        super().__setitem__(index, value)


class Index:
    def __repr__(self):
        return "Index()"

    def __index__(self):
        print("index")
        return 2


def fill(xs, low, high, step, value):
    span = range(low, high, step)
    if type(xs) is list and 0 <= span.start <= span.stop <= len(xs) and span.step > 0:
        xs[span.start:span.stop:span.step] = [value] * len(span)
    else:
        for i in span: xs[i] = value
    return xs


shared = []
filled = fill([None] * 9, 1, 8, 3, shared)
print(filled, filled[1] is filled[4] is shared)
for arguments in ((0, 4, 1), (3, 1, 1), (5, -3, 1), (5, -3, 2), (-2, 3, 1), (4, 0, -2), (1, Index(), 1),
                  (0, 1, True), (2, 12, 2), (0, 3, 0), (0, 2.5, 1)):
    for kind in (list, Loud, bytearray, tuple, dict):
        xs = kind() if kind is dict else kind([7] * 6)
        try:
            print(arguments, fill(xs, *arguments, 1))
        except (TypeError, ValueError, IndexError) as error:
            print(arguments, xs, type(error), error)

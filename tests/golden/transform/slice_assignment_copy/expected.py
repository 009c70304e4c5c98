def copy(dst, src, first):
    span = range(first, len(src))
    if type(dst) is type(src) is list and 0 <= span.start <= span.stop <= min(len(dst), len(src)):
        dst[span.start:span.stop] = src[span.start:span.stop]
    else:
        for i in span:
            dst[i] = src[i]
    return dst


def attempt(*arguments):
    try:
        print(copy(*arguments))
    except (TypeError, IndexError) as error:
        print(arguments, error)


xs = [[1], [2], [3]]
copied = copy([0] * 4, xs, 1)
print(copied, copied[1] is xs[1])
print(copy(xs, xs, 0))
attempt([0, 0], [5, 6, 7], 0)
attempt([0] * 5, (5, 6, 7), 0)
attempt([0] * 5, [5, 6, 7], -2)
attempt([0] * 5, {0: "a", 1: "b"}, 0)
attempt([0], [], 0)
attempt((), [], 0)

def copy(dst, src, first):
    for i in range(first, len(src)):
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

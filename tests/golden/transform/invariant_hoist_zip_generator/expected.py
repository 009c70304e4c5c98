def mean(values):
    return sum(values) / len(values)
def f(xs, ys):
    # The same in every round, as operators of builtin types have no effects.
    plain_xs = type(xs) is list and {*map(type, xs)} in ({int}, {float}) and type(ys) in (list, tuple)
    mean_xs = None
    # The same in every round, as operators of builtin types have no effects.
    plain_ys = type(ys) is list and {*map(type, ys)} in ({int}, {float}) and type(xs) in (list, tuple)
    mean_ys = None
    return sum(
        (
            x - (
                mean_xs if mean_xs is not None else (mean_xs := mean(xs)) if plain_xs else mean(xs)
            )
        ) * (
            y - (
                mean_ys if mean_ys is not None else (mean_ys := mean(ys)) if plain_ys else mean(ys)
            )
        )
        for x, y in zip(xs, ys)
    )
print(f([float(i % 7) for i in range(90)], [float(i % 9) for i in range(90)]))
try:
    f(iter([1, 2]), [1])
except TypeError as e:
    print(e)

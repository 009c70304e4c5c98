def mean(values):
    return sum(values) / len(values)
def f(xs, ys):
    if type(xs) is list and {*map(type, xs)} in ({int}, {float}):
        mean_xs = mean(xs)
        return sum((x - mean_xs) * (x - mean_xs) for x in xs)
    return sum((x - mean(xs)) * (x - mean(xs)) for x in xs)
print(f([float(i % 7) for i in range(90)], []), f([], []), f((1, 2), []))

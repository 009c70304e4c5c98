def mean(values):
    return sum(values) / len(values)
def f(xs, ys):
    return sum((x - mean(xs)) * (x - mean(xs)) for x in xs)
print(f([float(i % 7) for i in range(90)], []), f([], []), f((1, 2), []))

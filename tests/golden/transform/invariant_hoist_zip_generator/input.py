def mean(values):
    return sum(values) / len(values)
def f(xs, ys):
    return sum((x - mean(xs)) * (y - mean(ys)) for x, y in zip(xs, ys))
print(f([float(i % 7) for i in range(90)], [float(i % 9) for i in range(90)]))
try:
    f(iter([1, 2]), [1])
except TypeError as e:
    print(e)

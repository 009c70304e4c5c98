def f(xs, ys):
    for x in xs:
        if x in ys:
            yield x


ys = list(range(10))
for x in f(range(20), ys):
    ys.append(x + 11)
    print(x)

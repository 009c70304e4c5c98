def f(xs, ys):
    ys_lookup = 0
    for x in xs:
        ys_lookup += x in ys
    return ys_lookup


print(f(range(30), list(range(0, 30, 4))))

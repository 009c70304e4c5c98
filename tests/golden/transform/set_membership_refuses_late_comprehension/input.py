def f(xs, ys):
    return ys.append(9), [x for x in xs if x in ys]


print(f([1, 9], [1]))

def f(xs, ys):
    return (x for x in xs if x in ys)


ys = [1, 2, 3]
it = f([1, 9], ys)
ys.append(9)
print(list(it))

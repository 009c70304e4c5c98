def f(xs, ys):
    seen = []
    for x in xs:
        if x not in seen:
            seen.append(x)
    asks = [lambda y: y in seen for y in ys]
    seen.append(1)
    return [ask(1) for ask in asks]


print(f([3, "a", 3, 1.5], [1, "a"]))

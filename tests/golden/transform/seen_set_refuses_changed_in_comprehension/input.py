def f(xs, ys):
    seen = []
    for x in xs:
        if x not in seen:
            seen.append(x)
    return [seen.pop() for y in ys], seen


print(f([3, "a", 3, 1.5], [1, "a"]))

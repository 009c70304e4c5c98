def f(xs, ys):
    seen = []
    for x in xs:
        if x not in seen:
            seen.append(x)
    return [y for y in ys if y in seen], any(y in seen for y in ys)


print(f([3, "a", 3, 1.5], [1, "a"]))

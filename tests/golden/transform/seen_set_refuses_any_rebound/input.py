def any(items):
    return items


def f(xs, ys):
    seen = []
    for x in xs:
        if x not in seen:
            seen.append(x)
    later = any(y in seen for y in ys)
    seen.append(1)
    return list(later)


print(f([3, "a", 3, 1.5], [1, "a"]))

def total(xs, ys):
    found = 0
    for x in xs:
        for a, b in ys:
            if a == x:
                found += b
    return found


# Unpacking a dict gives its keys, not its values.
print(total([0] * 8, [{0: 5, 1: 7}] * 40), total([5] * 8, [{0: 5, 1: 7}] * 40))
print(total([0] * 8, [(0, 5), [1, 7]] * 20))

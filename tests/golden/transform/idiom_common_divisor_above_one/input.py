def common(a, b):
    for d in range(min(a, b), 1, -1):
        if a % d == 0 and b % d == 0:
            return d
    return 1


print(common(12, 18), common(7, 9), common(0, 5), common(-4, 6), common(48, 48))

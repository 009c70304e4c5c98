def common(a, b):
    smaller = min(a, b)
    for d in range(smaller, 0, -1):
        if a % d == 0 and b % d == 0:
            return d


print(common(12, 18), common(7, 9), common(0, 5), common(-4, 6), common(48, 48))

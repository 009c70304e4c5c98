def root(n):
    r = 0
    while r * r <= n:
        r += 1
    return r - 1


print([root(n) for n in range(40)], root(-3), root(2.5), root(10 ** 6), root(True))

def drains(n, xs):
    if n <= 0 or not xs:
        return n
    x = xs.pop()
    return drains(n - x, xs[1:]) + drains(n - 1, xs[:])


xs = [1, 2, 3, 1, 2]
print(drains(8, xs), xs)

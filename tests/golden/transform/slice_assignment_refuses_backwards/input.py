def fill(xs):
    for i in range(len(xs) - 1, -1, -1):
        xs[i] = 0
    return xs


print(fill([1, 2]))

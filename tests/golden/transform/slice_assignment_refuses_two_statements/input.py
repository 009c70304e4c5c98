def fill(xs):
    total = 0
    for i in range(len(xs)):
        xs[i] = 0
        total += 1
    return xs, total


print(fill([1, 2]))

def fill(xs):
    for i in range(len(xs)):
        xs[i] = 0
    return i


print(fill([1, 2]))

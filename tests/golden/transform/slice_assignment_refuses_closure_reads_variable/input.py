def fill(xs):
    show = lambda: i
    for i in range(len(xs)):
        xs[i] = 0
    return show()


print(fill([1, 2]))

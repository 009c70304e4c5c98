def fill(xs):
    for i in range(len(xs)):
        xs[i] = 0
    else:
        print("done")
    return xs


print(fill([1, 2]))

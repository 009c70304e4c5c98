def smear(xs):
    for i in range(1, len(xs)):
        xs[i] = xs[i - 1]
    return xs


print(smear([1, 2, 3]))

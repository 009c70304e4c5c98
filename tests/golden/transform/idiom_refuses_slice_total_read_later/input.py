def best(xs):
    most = 0
    for i in range(len(xs)):
        s = 0
        for j in range(i, len(xs)):
            s += xs[j]
            if s > most:
                most = s
    return most, s


print(best([1, -2, 3]))

def best(xs):
    most = xs[0]
    for i in range(len(xs)):
        for j in range(i, len(xs)):
            s = sum(xs[i:j + 1])
            if s > most:
                most = s
    return most


xs = [(k * 7919) % 211 - 105 for k in range(60)]
print(best(xs), best([-5, -3, -9] * 4), best([0] * 12), best([2]), best([x / 4 for x in xs]), best([True] * 12))

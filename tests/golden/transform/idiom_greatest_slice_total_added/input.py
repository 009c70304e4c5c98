def best(xs):
    n = len(xs)
    most = float("-inf")
    for start in range(n):
        total = 0
        for end in range(start, n):
            total += xs[end]
            most = max(most, total)
    return most


xs = [(k * 7919) % 211 - 105 for k in range(60)]
print(best(xs), best([-5, -3, -9] * 4), best([]), best([2]), best([x / 4 for x in xs]), best([10 ** 20] * 12))

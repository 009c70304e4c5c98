def ways(xs, target):
    def rec(i, t):
        if t == 0:
            return 1
        if i == len(xs) or t < 0:
            return 0
        return rec(i + 1, t - xs[i]) + rec(i + 1, t)
    return rec(0, target)


print(ways([1, 2, 3, 4], 5), ways([1.5, 0.5, 2], 2), ways([], 0))

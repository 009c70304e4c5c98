def top(xs, k):
    return sorted(xs, reverse=True)[:k]


xs = [(n * 7919) % 10007 for n in range(400)]
print(top(xs, 5), top(xs, 0), top(xs, -390), top(xs, 300), top([str(x) for x in xs], 4), top(xs[:9], 3))

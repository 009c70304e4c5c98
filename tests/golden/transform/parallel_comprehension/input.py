def digits(k):
    return [int(c) for c in str(k ** 20)]


def report(n):
    return sorted([digits(k) for k in range(n)])


rows = report(50)
print(rows[:2], len(report(3)), rows[0] is rows[1])

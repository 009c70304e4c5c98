def weigh(row):
    total = 0
    for a in row:
        for b in row:
            total += a * b
    return total


def report(rows, log):
    for row in rows:
        log.append(weigh(row))


rows = [[k, 1] for k in range(50)]
report(rows, rows[-1])
print(rows[-1])

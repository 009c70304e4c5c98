def sorted(rows, key):
    return key.__name__, [key(row) for row in rows]


def order(rows):
    return sorted(rows, key=lambda row: row[0])


print(order([(1, 2)]))

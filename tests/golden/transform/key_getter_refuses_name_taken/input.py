itemgetter = 3


def order(rows):
    return sorted(rows, key=lambda row: row[0]), itemgetter


print(order([(2, 1), (1, 2)]))

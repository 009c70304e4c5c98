def order(rows):
    return sorted(rows, key=lambda row: (row[0],))


print(order([(2, 1), (1, 2)]))

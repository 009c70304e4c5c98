def order(rows, column=1):
    return sorted(rows, key=lambda row, column=0: row[column])


print(order([(1, 9), (2, 5)]))

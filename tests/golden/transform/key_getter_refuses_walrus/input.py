def ranked(rows):
    column = 0
    return sorted(rows, key=lambda row: row[column], reverse=(column := 1) > 0)


print(ranked([(1, 9), (2, 5)]))

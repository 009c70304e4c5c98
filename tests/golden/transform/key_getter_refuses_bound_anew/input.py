def ranked(rows):
    column = 0

    def tick():
        nonlocal column
        column = 1
        for row in rows:
            yield row

    return sorted(tick(), key=lambda row: row[column])


print(ranked([(1, 9), (2, 5)]))

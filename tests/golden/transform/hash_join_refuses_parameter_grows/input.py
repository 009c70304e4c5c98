def take(rows, others, keys):
    hits = 0
    for key in keys:
        for row in rows:
            if row[0] == key:
                hits += 1
        others.append([key])
    return hits


rows = [[k] for k in range(5)]
print(take(rows, rows, [1, 2, 3, 4, 7, 7, 8, 8, 9, 9, 9, 9, 9]))

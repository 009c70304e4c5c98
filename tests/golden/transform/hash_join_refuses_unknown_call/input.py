def visit(rows, keys, callback):
    hits = 0
    for key in keys:
        for row in rows:
            if row[0] == key:
                hits += 1
        callback(rows)
    return hits


print(visit([[k] for k in range(35)], [3, 5, 4, 7] * 5, lambda rows: rows.pop()))

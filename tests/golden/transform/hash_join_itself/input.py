def count(rows, keys):
    hits = 0
    for key in keys:
        for row in rows:
            if row[0] == key:
                row[1] = [key + 1, hits]
                hits += 1
    return hits


rows = [[k, 0] for k in range(34)]
print(count(rows, list(range(34)) * 2), rows)
rows = [5, [3, 0]]
rows.append(rows)
rows[0] = [4, 4]
try:
    print(count(rows, [3, 4] * 9))
except TypeError as e:
    print(e)

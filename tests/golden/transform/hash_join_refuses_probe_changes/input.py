def climb(rows, keys):
    hits = []
    for key in keys:
        for row in rows:
            if row[0] == key:
                key += 1
                hits.append(key)
    return hits


print(climb([(k,) for k in range(35)], [3, 5, 4, 7] * 5))

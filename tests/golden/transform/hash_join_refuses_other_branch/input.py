def split(rows, keys):
    hits, misses = 0, 0
    for key in keys:
        for row in rows:
            if row[0] == key:
                hits += 1
            else:
                misses += 1
    return hits, misses


print(split([(k,) for k in range(35)], [3, 5, 4, 7] * 5))

def take(keys):
    first = [1, 2]
    rows = [first, [3, 4]]
    hits = 0
    for key in keys:
        for row in rows:
            if row[0] == key:
                hits += 1
        first.insert(0, key)
    return hits


print(take([1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4, 5, 4, 3, 2, 1]))

def find(rows, key):
    for row in rows:
        if row[0] == key:
            return rows
    return None


def same(rows, keys):
    return [find(rows, key) is rows for key in keys]


print(same([(k,) for k in range(35)], list(range(45))))

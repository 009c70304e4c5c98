def find(rows, key):
    for row in rows:
        if row["id"] == key:
            return row
    return None


def names(rows, keys):
    result = []
    for key in keys:
        row = find(rows, key)
        result.append(row["name"] if row is not None else "-")
    return result


rows = [{"id": k % 15, "name": "n%d" % k} for k in range(30)]
print(names(rows, list(range(25))), names(tuple(rows), [3] * 12), names([], [1] * 12))
print(names(rows + [{"id": [], "name": "list"}], [1, [], 2.0, True, None, "x"] * 3))

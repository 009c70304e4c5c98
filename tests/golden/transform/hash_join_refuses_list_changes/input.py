def take(rows, keys):
    hits = []
    for key in keys:
        for row in rows:
            if row["id"] == key:
                hits.append(row)
        rows.pop(0)
    return hits


print(take([{"id": k % 5} for k in range(30)], list(range(33)) * 2))

def renumber(rows, keys):
    hits = 0
    for key in keys:
        for row in rows:
            if row["id"] == key:
                hits += 1
        rows[0]["id"] = key
    return hits


print(renumber([{"id": k % 5} for k in range(35)], list(range(33)) * 2))

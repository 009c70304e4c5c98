def renumber(rows, keys):
    for key in keys:
        for row in rows:
            if row["id"] == key:
                row["id"] = key + 1
    return rows


print(renumber([{"id": k % 5} for k in range(35)], list(range(33)) * 2))

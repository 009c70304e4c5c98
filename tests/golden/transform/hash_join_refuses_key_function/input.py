def touch(row):
    row["id"] += 1000
    return row["rank"]


def work(rows, wanted):
    out = []
    for w in wanted:
        hits = [row for row in rows if row["id"] == w]
        out.append([row["rank"] for row in sorted(hits, key=touch)])
    return out


print(work([{"id": k, "rank": k} for k in range(30)], [1, 2, 3, 4, 5, 4, 5, 1005]))

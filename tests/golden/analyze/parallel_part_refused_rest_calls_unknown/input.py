def run(rows, table, notify):
    out = []
    for row in rows:
        total = 0
        for a in row:
            for b in table:
                total += abs(a - b)
        out.append(total)
        notify(row, total)
    return out

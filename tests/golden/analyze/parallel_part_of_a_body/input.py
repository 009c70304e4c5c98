def totals(rows, scale):
    grand = 0
    for row in rows:
        total = 0
        for a in row:
            for b in row:
                total += abs(a - b) * scale
        grand += total
    return grand

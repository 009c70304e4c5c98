def table():
    row = [0] * 9
    rows = [[0] * 9 for _ in range(8)]
    rows.append(row)
    rows.append(row)
    for i in range(10):
        rows[i][0] = rows[i][0] + i
    return rows

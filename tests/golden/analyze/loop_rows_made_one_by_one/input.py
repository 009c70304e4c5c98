def table():
    rows = [[0] * 9 for _ in range(9)]
    for i in range(9):
        rows[i][0] = rows[i][1] + i
    return rows

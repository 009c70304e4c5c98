def main():
    row = [0] * 9
    rows = [row, row]
    for i in range(1, 9):
        row[i] = rows[0][i - 1] + 1
    return rows

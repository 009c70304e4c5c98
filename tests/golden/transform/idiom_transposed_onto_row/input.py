def columns(result, rows):
    for j in range(len(rows[0])):
        new = []
        for i in range(len(rows)):
            new.append(rows[i][j])
        result.append(new)
    return result


print(columns([], [[1, 2], [3, 4]]))
row = [1, 2]
print(columns(row, [row]), columns(row, [row, row]))

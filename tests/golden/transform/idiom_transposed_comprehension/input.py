def columns(rows):
    return [[row[j] for row in rows] for j in range(len(rows[0]))]


print(columns([[1, 2, 3], [4, 5, 6]]), columns(["ab", "cd"]))

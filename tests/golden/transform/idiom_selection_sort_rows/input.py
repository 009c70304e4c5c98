def selection(rows):
    for i in range(len(rows)):
        best = i
        for j in range(i + 1, len(rows)):
            if rows[j][0] < rows[best][0]:
                best = j
        rows[i], rows[best] = rows[best], rows[i]
    return rows


print(selection([(k * 7 % 11, k) for k in range(11)]), selection([(k % 3, k) for k in range(9)]))

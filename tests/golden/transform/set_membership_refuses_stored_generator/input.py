def f(rows, ys):
    later = []
    for row in rows:
        later.append(x in ys for x in row)
    return later


ys = [0, 1, 3, 4, 5, 6, 7, 8, 9]
later = f([[1, 2], [2]], ys)
ys.append(2)
print([list(g) for g in later])

def grid(rows, columns, depth):
    base = depth + 1


    return [[sum((r * c + k) % base for k in range(depth)) for c in range(columns)] for r in range(rows)]


print(grid(50, 4, 3), grid(3, 2, 1), grid(0, 1, 1))

def rows(n):
    grid = [0] * n
    for i in range(n):
        grid[i] = []
    return grid


first = rows(3)
first[0].append(1)
print(first)

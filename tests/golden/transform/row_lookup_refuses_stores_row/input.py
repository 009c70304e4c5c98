def change(grid, i):
    grid[i] = [9] * len(grid[i])


def total_of(grid, n):
    total = 0
    for i in range(len(grid)):
        for j in range(n):
            total += grid[i][j]
            grid[i] = [0] * len(grid[i])
    return total


print(total_of([[1, 2, 3], [4, 5, 6]], 0))

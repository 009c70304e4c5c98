def spread(grid, totals, n):
    size = len(grid)
    for i in range(size):
        for j in range(n):
            totals[j] = totals[j] + grid[i][j % 2] if j else grid[i][0]
    return totals


def attempt(grid, totals, n):
    try:
        print(spread(grid, totals, n), grid)
    except Exception as error:
        print(type(error).__name__, error, grid, totals)


attempt([[1, 2], [3, 4]], [0, 0, 0], 3)
grid = [[1, 2], [3, 4]]
attempt(grid, grid[1], 2)
grid = [[1, 2], [3, 4], [5, 6]]
attempt(grid, grid, 3)
attempt([[1, 2]], [0], 0)

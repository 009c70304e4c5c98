def sums(grid, n):
    total = 0
    for j in range(n):
        total += grid[0][j] * grid[-1][j]
    return total


print(sums([[1, 2, 3], [4, 5, 6]], 3), sums([], 0), sums([[1]], 1))
try:
    sums([], 1)
except IndexError as error:
    print(error)

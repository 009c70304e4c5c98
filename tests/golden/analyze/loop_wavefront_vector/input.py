def sweep(rows, n, m):
    grid = [[0] * m for _ in range(n)]
    for i in range(1, n):
        for j in range(m - 1):
            grid[i][j] = grid[i - 1][j + 1] + 1
    at = 5
    out = [0] * (2 * n + 5)
    for i in range(n):
        out[at] = i
        at += 2
    return grid, out

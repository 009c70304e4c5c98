"""Sand falls on a grid; every step works on a copy."""


def step(grid):
    following = [row[:] for row in grid]
    size = len(grid)
    for row in range(1, size - 1):
        line = grid[row]
        if max(line) < 4:
            continue
        for column in range(1, size - 1):
            if line[column] >= 4:
                following[row][column] -= 4
                following[row - 1][column] += 1
                following[row + 1][column] += 1
                following[row][column - 1] += 1
                following[row][column + 1] += 1
    return following


def main(n):
    grid = [[0] * n for _ in range(n)]
    grid[n // 2][n // 2] = 900
    for _ in range(120):
        grid = step(grid)
    print(sum(map(sum, grid)), max(map(max, grid)), grid[n // 2][n // 2 - 3:n // 2 + 3])

if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 60)

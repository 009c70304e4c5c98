SIZE = 20
def main(n):
    grid = [[k] * 3 for k in range(n)]
    for i, row in enumerate(grid):
        row[0] = grid[i - 1][0] + 1
    print(grid)
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)

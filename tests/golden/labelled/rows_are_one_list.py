SIZE = 20
def main(n):
    grid = [[0] * n] * n
    for i in range(n):
        for j in range(n):
            grid[i][j] += i + j
    print(grid[0], grid[-1])
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)

"""Sums of rectangles of a grid of whole numbers."""


def main(n):
    grid = [[(row * 31 + column * 17) % 23 for column in range(n)] for row in range(n)]
    side = n // 3
    best = 0
    for k in range(n):
        top = k * 7 % (n // 2)
        left = k * 13 % (n // 2)
        best = max(best, sum(sum(row[left:left + side]) for row in grid[top:top + side]))
    print(best)

if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 480)

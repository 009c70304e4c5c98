"""Sums of rectangles of a grid of whole numbers."""


def rectangle_sum(grid, top, left, bottom, right):
    total = 0
    for row in range(top, bottom):
        for column in range(left, right):
            total += grid[row][column]
    return total


def main(n):
    grid = [[(row * 31 + column * 17) % 23 for column in range(n)] for row in range(n)]
    best = 0
    for k in range(n):
        top = k * 7 % (n // 2)
        left = k * 13 % (n // 2)
        best = max(best, rectangle_sum(grid, top, left, top + n // 3, left + n // 3))
    print(best)

if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 480)

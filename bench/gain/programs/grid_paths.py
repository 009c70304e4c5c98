"""Paths through a grid with walls, moving right and down."""


def is_wall(row, column):
    return (row * 7 + column * 3) % 11 == 5


def paths(row, column):
    if row < 0 or column < 0 or is_wall(row, column):
        return 0
    if row == 0 and column == 0:
        return 1
    return paths(row - 1, column) + paths(row, column - 1)


def main(n):
    print(paths(n, n))


if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 14)

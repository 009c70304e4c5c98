"""Paths through a grid with walls, moving right and down."""


def is_wall(row, column):
    return (row * 7 + column * 3) % 11 == 5


def paths(rows, columns):
    line = [0] * (columns + 1)
    for row in range(rows + 1):
        for column in range(columns + 1):
            if is_wall(row, column):
                line[column] = 0
            elif row == 0 and column == 0:
                line[column] = 1
            elif column:
                line[column] += line[column - 1]
    return line[columns]


def main(n):
    print(paths(n, n))


if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 14)

"""The game of life; living cells are kept in a list."""


def generation(cells, size):
    following = []
    for row in range(size):
        for column in range(size):
            around = 0
            for r in (row - 1, row, row + 1):
                for c in (column - 1, column, column + 1):
                    if (r, c) != (row, column) and (r, c) in cells:
                        around += 1
            if around == 3 or (around == 2 and (row, column) in cells):
                following.append((row, column))
    return following


def main(n):
    size = 24
    cells = [(row, column) for row in range(size) for column in range(size)
             if (row * 7 + column * 5) % 3 == 0]
    for _ in range(n):
        cells = generation(cells, size)
    print(len(cells), cells[:3])


if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 150)

"""The game of life; the neighbours of living cells are counted."""


def generation(cells, size):
    around = {}
    for row, column in cells:
        for r in (row - 1, row, row + 1):
            for c in (column - 1, column, column + 1):
                around[r, c] = around.get((r, c), 0) + 1
        around[row, column] += 9
    return sorted(cell for cell, count in around.items() if count in (3, 12, 13)
                  and 0 <= cell[0] < size and 0 <= cell[1] < size)


def main(n):
    size = 24
    cells = [(row, column) for row in range(size) for column in range(size)
             if (row * 7 + column * 5) % 3 == 0]
    for _ in range(n):
        cells = generation(set(cells), size)
    print(len(cells), cells[:3])


if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 150)

"""Counts the placements of n queens on an n x n board."""


def safe(board, row, column):
    for r in range(row):
        if board[r] == column or abs(board[r] - column) == row - r:
            return False
    return True


def place(board, row, n):
    if row == n:
        return 1
    total = 0
    for column in range(n):
        if safe(board, row, column):
            board[row] = column
            total += place(board, row + 1, n)
    return total


def main(n):
    print(place([0] * n, 0, n))


if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10)

"""Counts the placements of n queens on an n x n board."""


def place(full, columns, left, right):
    if columns == full:
        return 1
    total = 0
    free = full & ~(columns | left | right)
    while free:
        bit = free & -free
        free ^= bit
        total += place(full, columns | bit, (left | bit) << 1, (right | bit) >> 1)
    return total


def main(n):
    print(place((1 << n) - 1, 0, 0, 0))


if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10)

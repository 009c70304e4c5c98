"""The sum of the last hundred readings at every point in time."""
from itertools import accumulate


def moving(readings, width):
    total = [0, *accumulate(readings)]
    return [b - a for a, b in zip(total, total[width:])]


def main(n):
    readings = [k * k % 1013 for k in range(n)]
    sums = moving(readings, 100)
    print(len(sums), sums[:2], max(sums))


if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200000)

"""Counts lattice points under a curve, strip by strip."""


def strip(x):
    points = 0
    y = 0
    while y * y * y + 3 * y <= x * x * 40:
        if (x * y) % 7 != 3:
            points += 1
        y += 1
    return points


def main(n):
    total = 0
    for x in range(n):
        total += strip(x)
    print(total)


if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 6000)

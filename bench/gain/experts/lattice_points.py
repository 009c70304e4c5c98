"""Counts lattice points under a curve, strip by strip."""
from multiprocessing import Pool


def strip(x):
    points = 0
    y = 0
    limit = x * x * 40
    while y * y * y + 3 * y <= limit:
        if (x * y) % 7 != 3:
            points += 1
        y += 1
    return points


def main(n):
    if n < 400:
        print(sum(map(strip, range(n))))
        return
    with Pool(2) as pool:
        print(sum(pool.map(strip, range(n), chunksize=n // 8)))


if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 6000)

"""Sorted by the second field."""
from operator import itemgetter


def main(n):
    rows = [("p%d" % k, k * 7919 % 1009) for k in range(n)]
    rows.sort(key=itemgetter(1))
    print(rows[0], rows[-1])


if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5000)

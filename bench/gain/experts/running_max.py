"""The highest reading so far, at every point in time."""
from itertools import accumulate


def main(n):
    readings = [k * 7919 % 10007 for k in range(n)]
    result = list(accumulate(readings, max))
    print(sum(result), result[-1])


if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 9000)

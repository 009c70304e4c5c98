"""The highest reading so far, at every point in time."""


def highest(readings):
    result = []
    for k in range(len(readings)):
        result.append(max(readings[:k + 1]))
    return result


def main(n):
    readings = [k * 7919 % 10007 for k in range(n)]
    result = highest(readings)
    print(sum(result), result[-1])


if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 9000)

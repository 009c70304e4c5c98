"""The sum of the last hundred readings at every point in time."""


def moving(readings, width):
    sums = []
    for end in range(width, len(readings) + 1):
        sums.append(sum(readings[end - width:end]))
    return sums


def main(n):
    readings = [k * k % 1013 for k in range(n)]
    sums = moving(readings, 100)
    print(len(sums), sums[:2], max(sums))


if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200000)

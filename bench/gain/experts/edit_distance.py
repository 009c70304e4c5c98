"""Levenshtein distance, row by row."""


def distance(a, b):
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        previous, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            previous, row[j] = row[j], previous if x == y else 1 + min(previous, row[j], row[j - 1])
    return row[-1]


def main(n):
    first = ("kitchen" * 3)[:n]
    second = ("sitting" * 3)[:n]
    print(distance(first, second))


if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 12)

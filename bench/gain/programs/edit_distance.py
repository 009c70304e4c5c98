"""Levenshtein distance, straight from the definition."""


def distance(a, b, i, j):
    if i == 0:
        return j
    if j == 0:
        return i
    if a[i - 1] == b[j - 1]:
        return distance(a, b, i - 1, j - 1)
    return 1 + min(distance(a, b, i - 1, j),
                   distance(a, b, i, j - 1),
                   distance(a, b, i - 1, j - 1))


def main(n):
    first = ("kitchen" * 3)[:n]
    second = ("sitting" * 3)[:n]
    print(distance(first, second, len(first), len(second)))


if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 12)

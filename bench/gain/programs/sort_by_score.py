"""A hand-written insertion sort by the second field."""


def sort_rows(rows):
    for i in range(1, len(rows)):
        row = rows[i]
        j = i - 1
        while j >= 0 and rows[j][1] > row[1]:
            rows[j + 1] = rows[j]
            j -= 1
        rows[j + 1] = row
    return rows


def main(n):
    rows = [("p%d" % k, k * 7919 % 1009) for k in range(n)]
    rows = sort_rows(rows)
    print(rows[0], rows[-1])


if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5000)

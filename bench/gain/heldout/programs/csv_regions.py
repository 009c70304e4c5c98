"""Adds up sales per region out of lines of text."""


def parse(lines):
    rows = []
    for line in lines:
        parts = line.strip().split(";")
        rows.append((parts[0], parts[1], int(parts[2])))
    return rows


def per_region(rows):
    regions = sorted(set([row[1] for row in rows]))
    table = []
    for region in regions:
        amounts = [row[2] for row in rows if row[1] == region]
        table.append((region, len(amounts), sum(amounts), max(amounts)))
    return table


def main(n):
    lines = ["2024-01-%02d;region%d;%d\n" % (k % 28 + 1, k * 31 % 240, k % 977) for k in range(n)]
    table = per_region(parse(lines))
    print(len(table), table[:2])

if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 60000)

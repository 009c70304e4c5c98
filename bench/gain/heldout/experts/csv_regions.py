"""Adds up sales per region out of lines of text."""


def parse(lines):
    rows = []
    for line in lines:
        parts = line.strip().split(";")
        rows.append((parts[0], parts[1], int(parts[2])))
    return rows


def per_region(rows):
    amounts = {}
    for _, region, amount in rows:
        amounts.setdefault(region, []).append(amount)
    return [(region, len(xs), sum(xs), max(xs)) for region, xs in sorted(amounts.items())]


def main(n):
    lines = ["2024-01-%02d;region%d;%d\n" % (k % 28 + 1, k * 31 % 240, k % 977) for k in range(n)]
    table = per_region(parse(lines))
    print(len(table), table[:2])

if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 60000)

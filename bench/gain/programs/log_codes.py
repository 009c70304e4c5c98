"""Counts the lines of a log by status code."""
import re


def count_codes(lines, known):
    counts = {}
    for line in lines:
        found = re.match(r"(\S+) (\S+) (\d{3})$", line)
        if found:
            code = int(found.group(3))
            if code in known:
                counts[code] = counts.get(code, 0) + 1
    return counts


def main(n):
    known = list(range(200, 260))
    lines = ["GET /page/%d %d" % (k, 200 + k * 7 % 90) for k in range(n)]
    counts = count_codes(lines, known)
    print(len(counts), sum(counts.values()))


if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200000)

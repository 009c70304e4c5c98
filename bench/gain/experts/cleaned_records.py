"""Cleans records: drops repeated ones, fills in the mean of the known amounts."""


def clean(records):
    unique = list(dict.fromkeys(records))
    known = [a for _, a in unique if a is not None]
    mean = sum(known) // len(known) if known else 0
    return [(name.strip().lower(), mean if amount is None else amount) for name, amount in unique]


def main(n):
    records = [(" Name%d" % (k % (n // 2)), None if k % 7 == 0 else k % 90) for k in range(n)]
    cleaned = clean(records)
    print(len(cleaned), cleaned[:3], cleaned[-1])

if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5000)

"""Cleans records: drops repeated ones, fills in the mean of the known amounts."""


def clean(records):
    unique = []
    for record in records:
        if record not in unique:
            unique.append(record)
    cleaned = []
    for name, amount in unique:
        if amount is None:
            known = [a for _, a in unique if a is not None]
            amount = sum(known) // len(known)
        cleaned.append((name.strip().lower(), amount))
    return cleaned


def main(n):
    records = [(" Name%d" % (k % (n // 2)), None if k % 7 == 0 else k % 90) for k in range(n)]
    cleaned = clean(records)
    print(len(cleaned), cleaned[:3], cleaned[-1])

if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5000)

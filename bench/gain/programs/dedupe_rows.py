"""Keeps the first row for each e-mail address."""


def dedupe(rows):
    seen = []
    kept = []
    for name, email in rows:
        email = email.strip().lower()
        if email not in seen:
            seen.append(email)
            kept.append((name, email))
    return kept


def main(n):
    rows = [("n%d" % k, " User%d@example.org " % (k * 7 % (n // 2 + 1))) for k in range(n)]
    kept = dedupe(rows)
    print(len(kept), kept[0], kept[-1])


if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 40000)

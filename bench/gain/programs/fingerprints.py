"""A slow fingerprint for every record."""


def fingerprint(text):
    value = 7
    for _ in range(40):
        for letter in text:
            value = (value * 31 + ord(letter)) % 2147483647
    return value


def main(n):
    table = {}
    for k in range(n):
        table["record-%d" % k] = fingerprint("record-%d" % k)
    print(len(table), sum(table.values()))


if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 8000)

"""A slow fingerprint for every record."""
from multiprocessing import Pool


def fingerprint(text):
    value = 7
    codes = text.encode() * 40
    for code in codes:
        value = (value * 31 + code) % 2147483647
    return value


def main(n):
    names = ["record-%d" % k for k in range(n)]
    if n < 300:
        table = {name: fingerprint(name) for name in names}
    else:
        with Pool(2) as pool:
            table = dict(zip(names, pool.map(fingerprint, names, chunksize=n // 8 + 1)))
    print(len(table), sum(table.values()))


if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 8000)

import sys


def work(k):
    if k == 44:
        sys.exit("stopped at %d" % k)
    return k * k


def main(n):
    seen = []
    try:
        for k in range(n):
            seen.append(work(k))
    except SystemExit as error:
        print(error, len(seen))
    return sum(seen)


print(main(40), main(60))

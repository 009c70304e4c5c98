"""Run-length encoding of a text."""
from itertools import groupby


def compress(text):
    return "".join([c + str(len(list(run))) for c, run in groupby(text)])


def main(n):
    text = "".join(["abcde"[k % 5] * (k * 7 % 23 + 1) for k in range(n // 12)])
    coded = compress(text)
    print(len(coded), coded[:20])

if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 700000)

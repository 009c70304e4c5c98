"""Vigenère's cipher."""
from itertools import cycle

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def encrypt(message, key):
    tables = cycle([dict(zip(LETTERS, LETTERS[k:] + LETTERS[:k])) for k in map(LETTERS.index, key)])
    known = set(LETTERS)
    return "".join([next(tables)[c] if c in known else c for c in message])


def main(n):
    message = ("MEET ME AT THE OLD BRIDGE AT NOON, " * (n // 35 + 1))[:n]
    coded = encrypt(message, "LEMON")
    print(coded[:30], len(coded))

if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3000000)

"""Vigenère's cipher."""


LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def encrypt(message, key):
    coded = ""
    position = 0
    for character in message:
        if character in LETTERS:
            shift = LETTERS.index(key[position % len(key)])
            coded = coded + LETTERS[(LETTERS.index(character) + shift) % 26]
            position += 1
        else:
            coded = coded + character
    return coded


def main(n):
    message = ("MEET ME AT THE OLD BRIDGE AT NOON, " * (n // 35 + 1))[:n]
    coded = encrypt(message, "LEMON")
    print(coded[:30], len(coded))

if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3000000)

"""Shifts the letters of a text."""


def encode(text, shift):
    alphabet = "abcdefghijklmnopqrstuvwxyz"
    result = ""
    for letter in text:
        if letter in alphabet:
            result += alphabet[(alphabet.index(letter) + shift) % 26]
        else:
            result += letter
    return result


def main(n):
    text = ("the quick brown fox jumps over the lazy dog. " * (n // 45 + 1))[:n]
    coded = encode(text, 3)
    print(coded[:20], len(coded))


if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3000000)

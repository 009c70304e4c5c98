"""Counts the palindromes among all substrings of a text."""


def is_palindrome(text):
    for i in range(len(text)):
        if text[i] != text[len(text) - 1 - i]:
            return False
    return True


def main(n):
    text = ("abacabadabacaba" * (n // 15 + 1))[:n]
    total = 0
    for start in range(len(text)):
        for end in range(start + 1, len(text) + 1):
            if is_palindrome(text[start:end]):
                total += 1
    print(total)


if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 900)

"""Counts the palindromes among all substrings of a text."""


def main(n):
    text = ("abacabadabacaba" * (n // 15 + 1))[:n]
    total = 0
    for centre in range(2 * len(text) - 1):
        left = centre // 2
        right = left + centre % 2
        while left >= 0 and right < len(text) and text[left] == text[right]:
            total += 1
            left -= 1
            right += 1
    print(total)


if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 900)

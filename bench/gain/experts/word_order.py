"""Sorts words with a selection sort."""


def selection_sort(words):
    words.sort()
    return words


def main(n):
    words = ["w%d" % (k * 7919 % 5003) for k in range(n)]
    words = selection_sort(words)
    print(words[0], words[n // 2], words[-1])

if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2200)

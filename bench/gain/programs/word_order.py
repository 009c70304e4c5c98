"""Sorts words with a selection sort."""


def selection_sort(words):
    for i in range(len(words)):
        smallest = i
        for j in range(i + 1, len(words)):
            if words[j] < words[smallest]:
                smallest = j
        words[i], words[smallest] = words[smallest], words[i]
    return words


def main(n):
    words = ["w%d" % (k * 7919 % 5003) for k in range(n)]
    words = selection_sort(words)
    print(words[0], words[n // 2], words[-1])

if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2200)

"""Collects cleaned words in a new list."""


def clean(lines):
    words = []
    for line in lines:
        for word in line.split():
            word = word.strip(".,").lower()
            if len(word) > 3:
                words.append(word)
    return words


def main(n):
    lines = ["Lorem ipsum dolor%d, sit amet." % (k % 97) for k in range(n // 4)]
    words = clean(lines)
    print(len(words), words[:4], words[-1])

if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 16000)

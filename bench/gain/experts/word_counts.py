"""How often each word stands in a text."""
from collections import Counter


def frequencies(text):
    return dict(Counter(text.lower().split()))


def main(n):
    text = " ".join("Word%d" % (k * k % 397) for k in range(n))
    counts = frequencies(text)
    print(len(counts), list(counts.items())[:3])


if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 6000)

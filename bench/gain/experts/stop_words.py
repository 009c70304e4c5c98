"""Drops the stop words of a text."""


def significant(words, stop_words):
    stop_words = frozenset(stop_words)
    return [word for word in words if word not in stop_words]


def main(n):
    stop_words = ["stop%d" % k for k in range(150)]
    words = ["stop%d" % (k * 31 % 600) for k in range(n)]
    kept = significant(words, stop_words)
    print(len(kept), kept[:3])


if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 400000)

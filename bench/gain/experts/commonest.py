"""The most frequent value of several series of measurements."""
from collections import Counter


def mode(values):
    counts = Counter(values)
    return max(set(values), key=counts.__getitem__)


def main(n):
    results = []
    for series in range(8):
        values = [(k * k + series) % 499 for k in range(n // 2)] + [series] * 60
        results.append(mode(values))
    print(results)

if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 9000)

"""The median after every new measurement."""
from bisect import insort


def medians(values):
    ordered = []
    result = []
    for value in values:
        insort(ordered, value)
        result.append(ordered[len(ordered) // 2])
    return result


def main(n):
    values = [k * 7919 % 10007 for k in range(n)]
    result = medians(values)
    print(result[0], result[n // 2], result[-1])

if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 6000)

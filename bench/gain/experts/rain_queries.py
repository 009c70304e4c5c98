"""How much did it rain between two days?"""
from itertools import accumulate


def answer(rain, queries):
    totals = list(accumulate(rain, initial=0))
    return [totals[last + 1] - totals[first] for first, last in queries]


def main(n):
    rain = [k * 37 % 61 for k in range(n)]
    queries = [(k * 13 % (n // 2), n // 2 + k * 29 % (n // 2)) for k in range(2 * n)]
    sums = answer(rain, queries)
    print(sums[:3], sum(sums))

if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 9000)

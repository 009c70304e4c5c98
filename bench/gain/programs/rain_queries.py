"""How much did it rain between two days?"""


def answer(rain, queries):
    sums = []
    for first, last in queries:
        sums.append(sum(rain[first:last + 1]))
    return sums


def main(n):
    rain = [k * 37 % 61 for k in range(n)]
    queries = [(k * 13 % (n // 2), n // 2 + k * 29 % (n // 2)) for k in range(2 * n)]
    sums = answer(rain, queries)
    print(sums[:3], sum(sums))

if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 9000)

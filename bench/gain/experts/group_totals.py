"""Sums amounts by category in one pass."""


def totals(sales):
    sums = {}
    for category, amount in sales:
        sums[category] = sums.get(category, 0) + amount
    return list(sums.items())


def main(n):
    sales = [("cat%d" % (k * 17 % 211), k % 100) for k in range(n)]
    result = totals(sales)
    print(len(result), result[:2], sum(total for _, total in result))


if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 60000)

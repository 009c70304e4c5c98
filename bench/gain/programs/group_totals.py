"""Sums amounts by category, category by category."""


def totals(sales):
    categories = []
    for category, amount in sales:
        if category not in categories:
            categories.append(category)
    result = []
    for category in categories:
        total = 0
        for other, amount in sales:
            if other == category:
                total += amount
        result.append((category, total))
    return result


def main(n):
    sales = [("cat%d" % (k * 17 % 211), k % 100) for k in range(n)]
    result = totals(sales)
    print(len(result), result[:2], sum(total for _, total in result))


if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 60000)

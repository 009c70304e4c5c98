"""Finds the price of each article through its position in the catalogue."""


def total(articles, names, prices):
    amount = 0
    for article in articles:
        if article in names:
            amount += prices[names.index(article)]
    return amount


def main(n):
    names = ["article%d" % k for k in range(n)]
    prices = [k % 90 + 10 for k in range(n)]
    articles = ["article%d" % (k * 7 % (n + 20)) for k in range(2 * n)]
    print(total(articles, names, prices))


if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 4000)

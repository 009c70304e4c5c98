"""Counts the ways to pay an amount with given coins."""


def count(coins, amount, first):
    if amount == 0:
        return 1
    if amount < 0 or first == len(coins):
        return 0
    return count(coins, amount - coins[first], first) + count(coins, amount, first + 1)


def main(n):
    coins = (1, 2, 5, 10, 20, 50)
    print(count(coins, n, 0))


if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 210)

"""Counts the ways to pay an amount with given coins."""


def count(coins, amount):
    ways = [1] + [0] * amount
    for coin in coins:
        for total in range(coin, amount + 1):
            ways[total] += ways[total - coin]
    return ways[amount]


def main(n):
    coins = (1, 2, 5, 10, 20, 50)
    print(count(coins, n))


if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 210)

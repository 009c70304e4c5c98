def best(prices):
    n = len(prices)
    profit = float("-inf")
    for first in range(n - 1):
        for second in range(first + 1, n):
            profit = max(profit, prices[second] - prices[first])
    return profit


prices = [(k * 7919) % 211 - 100 for k in range(60)]
print(best(prices), best(sorted(prices, reverse=True)), best([]), best([4]), best([5, 3] * 5))

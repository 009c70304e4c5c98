def best(prices):
    n = len(prices)
    profit = float("-inf")
    if (type(profit) in (int, float)
        and type(prices) is list
        and len(prices) > 8
        and n == len(prices)
            and {int}.issuperset(map(type, prices))):
        lowest = prices[0]
        for item in prices[1:]:
            if item - lowest > profit:
                profit = item - lowest
            if item < lowest:
                lowest = item
    else:
        for first in range(n - 1):
            for second in range(first + 1, n):
                profit = max(profit, prices[second] - prices[first])
    return profit


prices = [(k * 7919) % 211 - 100 for k in range(60)]
print(best(prices), best(sorted(prices, reverse=True)), best([]), best([4]), best([5, 3] * 5))

def best(prices):
    most = 0
    if (type(most) in (int, float) and type(prices) is list and len(prices) > 8
            and {int}.issuperset(map(type, prices))):
        lowest = prices[0]
        for item in prices[1:]:
            if item - lowest > most:
                most = item - lowest
            if item < lowest:
                lowest = item
    else:
        for i in range(len(prices)):
            for j in range(i + 1, len(prices)):
                if prices[j] - prices[i] > most:
                    most = prices[j] - prices[i]
    return most


prices = [(k * 7919) % 211 - 100 for k in range(60)]
print(best(prices), best(prices[::-1]), best(sorted(prices, reverse=True)), best([]), best([1] * 20))
print(best([x / 2 for x in prices]), best(tuple(prices)), best([3.5, 1.5] * 6 + [float("nan")]))
try:
    best(["a", "b"] * 6)
except TypeError as error:
    print(error)

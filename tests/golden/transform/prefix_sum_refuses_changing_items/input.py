def settle(stock, orders):
    result = []
    for k in orders:
        stock[k] = 0
        result.append(sum(stock[:k + 1]))
    return result


print(settle([5, 6, 7, 8], [0, 2, 1, 3]))

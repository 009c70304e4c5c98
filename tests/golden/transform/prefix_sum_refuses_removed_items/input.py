def drain(n):
    stock = list(range(n))
    result = []
    while stock:
        stock.pop()
        result.append(sum(stock[1:]))
    return result


print(drain(9))

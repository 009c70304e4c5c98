def ways(total, largest):
    if total == 0:
        return 1
    count = 0
    for coin in range(1, largest + 1):
        if coin <= total:
            count += ways(total - coin, coin)
    return count

def ways(amount, coins):
    if amount == 0:
        return 1
    if amount < 0 or not coins:
        return 0
    return ways(amount - coins[0], coins) + ways(amount, coins[1:])


coins = [20, 10, 5, 2]
print(ways(60, coins), coins, ways(7, (5, 2)), ways(7, [5, 2.0]), ways(5.0, [5]), ways(4, [True, 2]))
for wrong in (["a"], None, [[1]]):
    try:
        print(ways(3, wrong))
    except TypeError as error:
        print(error.args)

def ways(amount, coins):
    return _ways_cached({}, amount, coins)


def _ways_cached(cache, amount, coins):
    # Exact types only: 1, 1.0 and True are equal keys.
    key = (amount, coins) if type(amount) is int and type(coins) is tuple and {
        *map(type, coins)
    } <= {int, str} else None
    if key is not None and key in cache:
        return cache[key]
    if amount == 0:
        return 1
    if amount < 0 or not coins:
        return 0
    cache[key] = _ways_cached(
        cache, amount - coins[0], coins
    ) + _ways_cached(cache, amount, coins[1:])
    return cache[key]


coins = [20, 10, 5, 2]
print(ways(60, coins), coins, ways(7, (5, 2)), ways(7, [5, 2.0]), ways(5.0, [5]), ways(4, [True, 2]))
for wrong in (["a"], None, [[1]]):
    try:
        print(ways(3, wrong))
    except TypeError as error:
        print(error.args)

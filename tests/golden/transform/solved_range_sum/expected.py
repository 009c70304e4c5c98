def ways(amount):
    count = 0
    for fives in range(amount // 5 + 1):
        for twos in range(amount // 2 + 1):
            for ones in (
                filter(range(amount + 1).__contains__, [amount - (5 * fives + 2 * twos)])
                if type(amount) is int
                else range(amount + 1)
            ):
                if 5 * fives + 2 * twos + ones == amount:
                    count += 1
    return count


print(ways(40), ways(0), ways(-3), ways(True))
try:
    ways(3.0)
except TypeError as e:
    print(e)

def ways(amount):
    found = []
    for twos in range(amount // 2 + 1):
        for threes in (
            filter(range(1, amount).__contains__, [(amount - 2 * twos) // 3])
            if type(amount) is int
            else range(1, amount)
        ):
            if amount - 3 * threes == 2 * twos:
                found.append((twos, threes))
                break
        else:
            found.append(twos)
    return found


print(ways(40), ways(7), ways(1))

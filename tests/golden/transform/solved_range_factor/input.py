def ways(amount):
    found = []
    for twos in range(amount // 2 + 1):
        for threes in range(1, amount):
            if amount - 3 * threes == 2 * twos:
                found.append((twos, threes))
                break
        else:
            found.append(twos)
    return found


print(ways(40), ways(7), ways(1))

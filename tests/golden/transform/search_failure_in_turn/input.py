def weigh(n):
    total = 0
    for a in range(200):
        for b in range(20):
            total += a * b // (170 - n)
    return total


def search(limit, seen):
    found = []
    for n in range(limit):
        found.append(n)
        if weigh(n) < -10 ** 9:
            return found
    return found[-1:]


print(search(160, None))
for limit in (171, 300):
    try:
        print(search(limit, None))
    except ZeroDivisionError as error:
        print(error)

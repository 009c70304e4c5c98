def score(n):
    total = 0
    for i in range(1, 3000):
        total = (total * 31 + n * i) % 10007
    return total


def first_low(limit, bound):
    tried = 0
    for n in range(5, limit):
        tried += 1
        if score(n) < bound:
            break
    else:
        return None, tried
    return n, tried


print(first_low(400, 60), first_low(3, -1), first_low(150, -1), first_low(10 ** 12, 3))

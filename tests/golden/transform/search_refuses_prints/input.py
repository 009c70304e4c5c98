def score(n):
    total = 0
    for i in range(1, 3000):
        total = (total * 31 + n * i) % 10007
    print(n)
    return total


def first_low(limit):
    for n in range(limit):
        if score(n) < 6000:
            return n
    return None


print(first_low(300))

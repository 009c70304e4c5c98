def score(n):
    total = 0
    for i in range(1, 3000):
        total = (total * 31 + n * i) % 10007
    return total


def chain(n, limit):
    for _ in range(limit):
        n = score(n)
        if n < 60:
            return n
    return None


print(chain(7, 300))

def score(n):
    total = 0
    for i in range(1, 3000):
        total = (total * 31 + n * i) % 10007
    return total


def low(limit):
    for n in range(limit):
        if score(n) < 60:
            yield n


print(next(low(300)))

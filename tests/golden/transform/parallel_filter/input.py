def score(n):
    total = 0
    for i in range(1, 60):
        total = (total * 31 + n * i) % 1009
    return total


def keep(limit):
    return [n for n in range(limit) if score(n) % 5 == 0 and score(n + 1) % 2]


print(keep(100), keep(3))

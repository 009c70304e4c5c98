def score(n):
    total = 0
    for i in range(3000):
        total = (total * 31 + n * i) % 1009
    return total


def best(limit):
    return max(range(limit), key=score)

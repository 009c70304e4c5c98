def score(n):
    total = 0
    for i in range(3000):
        total = (total * 31 + n * i) % 1009
    return total


def first(limit):
    for n in range(limit):
        if score(n) == 7:
            return n
    return None

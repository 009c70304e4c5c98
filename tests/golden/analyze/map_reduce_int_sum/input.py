def weigh(k):
    total = 0
    for i in range(2000):
        total += (k * i) % 97
    return total


def main(n):
    total = 0
    for k in range(n):
        total += weigh(k)
    return total

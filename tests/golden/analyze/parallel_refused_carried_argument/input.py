def weigh(k):
    total = 0
    for i in range(2000):
        total += (k * i) % 97
    return total


def main(n):
    x = 1
    for _ in range(n):
        x = weigh(x)
    return x

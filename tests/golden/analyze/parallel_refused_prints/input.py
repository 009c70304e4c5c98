def weigh(k):
    total = 0
    for i in range(2000):
        total += (k * i) % 97
    print(k)
    return total


def main(n):
    return [weigh(k) for k in range(n)]

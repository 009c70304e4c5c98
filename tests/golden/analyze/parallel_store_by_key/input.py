def weigh(k):
    total = 0
    for i in range(2000):
        total += (k * i) % 97
    return total


def main(n):
    table = {}
    for k in range(n):
        table["k%d" % k] = weigh(k)
    return table

def weigh(k):
    total = 0
    for i in range(2000):
        total += (k * i) % 97
    return total


def main(n):
    out = []
    for k in range(n):
        out.append(weigh(k))
    return out

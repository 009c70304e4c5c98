def area(k):
    total = 0.0
    for i in range(2000):
        total += 0.1 * (k % 7) * i
    return total


def main():
    total = 0.0
    for k in range(40):
        total += area(k)
    return total

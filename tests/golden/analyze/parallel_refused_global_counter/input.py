made = 0


def weigh(k):
    global made
    made += 1
    return sum((k * i) % 97 for i in range(2000))


def main(n):
    return [weigh(k) for k in range(n)]

def weigh(k):
    return sum((k * i) % 97 for i in range(2000))


def patch():
    global weigh
    weigh = abs


def main(n):
    return [weigh(k) for k in range(n)]

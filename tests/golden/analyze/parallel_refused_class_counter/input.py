class Weigh:
    made = 0

    def __init__(self, k):
        Weigh.made += 1
        self.value = sum((k * i) % 97 for i in range(2000))


def weigh(k):
    return Weigh(k).value


def main(n):
    return [weigh(k) for k in range(n)]

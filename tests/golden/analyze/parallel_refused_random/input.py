import random


def sample(k):
    return sum(random.random() < 0.5 for _ in range(k * 1000))


def main(n):
    return [sample(k) for k in range(n)]

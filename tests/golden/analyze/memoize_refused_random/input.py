import random


def walk(n):
    if n == 0:
        return random.random()
    return walk(n - 1) + walk(n - 1)

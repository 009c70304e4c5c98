import random
import time


def fetch(k):
    time.sleep(0.001)
    return random.randrange(k + 1)


def run(n):
    random.seed(1)
    return [fetch(k) for k in range(n)]


print(run(3))

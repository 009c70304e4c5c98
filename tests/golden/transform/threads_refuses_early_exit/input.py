import time


def fetch(k):
    time.sleep(0.001)
    return k


def run(n):
    for k in range(n):
        if fetch(k) == 2:
            return k
    return None


print(run(5))

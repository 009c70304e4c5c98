import time


def fetch(k):
    print("fetching", k)
    time.sleep(0.001)
    return k


def run(n):
    return [fetch(k) for k in range(n)]


print(run(3))

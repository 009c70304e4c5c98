import time


def fetch(k):
    start = time.perf_counter()
    time.sleep(0.001)
    return time.perf_counter() > start


def run(n):
    return [fetch(k) for k in range(n)]


print(run(3))

import time

calls = 0


def fetch(k):
    global calls
    calls += 1
    time.sleep(0.001)
    return calls * k


def run(n):
    return [fetch(k) for k in range(n)]


print(run(3))

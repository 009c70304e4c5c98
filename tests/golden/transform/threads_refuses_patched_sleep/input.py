import time

slept = []
time.sleep = slept.append


def fetch(k):
    time.sleep(k)
    return len(slept)


def run(n):
    return [fetch(k) for k in range(n)]


print(run(3))

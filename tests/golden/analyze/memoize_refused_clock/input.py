import time


def wait(n):
    return time.time() if n == 0 else wait(n - 1) + wait(n - 1)

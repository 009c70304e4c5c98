import time


def ask(k):
    time.sleep(0.001)
    return k


def walk(k):
    a = ask(k)
    # the second one
    b = ask(k + 1)
    return a, b


print(walk(1))

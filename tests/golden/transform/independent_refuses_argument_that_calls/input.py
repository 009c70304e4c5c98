import time


def ask(k):
    time.sleep(0.001)
    return k


def walk(items):
    a = ask(items.pop())
    b = ask(items.pop())
    return a, b


print(walk([1, 2, 3]))
